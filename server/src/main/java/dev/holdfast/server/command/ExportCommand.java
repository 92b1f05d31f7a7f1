package dev.holdfast.server.command;

import picocli.CommandLine.Command;

/** {@code export}: takes what lies in a workspace out into files. */
@Command(
        name = "export",
        description = "Write a workspace into a zip.",
        mixinStandardHelpOptions = true,
        subcommands = ExportWorkspaceCommand.class)
class ExportCommand extends CommandGroup {}
