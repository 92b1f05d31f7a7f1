package dev.holdfast.server.command;

import picocli.CommandLine.Command;

/** {@code import}: brings what lies in files into a workspace. */
@Command(
        name = "import",
        description = "Bring a folder or an archive into a workspace.",
        mixinStandardHelpOptions = true,
        subcommands = {ImportMarkdownCommand.class, ImportArchiveCommand.class})
class ImportCommand extends CommandGroup {}
