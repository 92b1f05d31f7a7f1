package dev.holdfast.server.command;

import picocli.CommandLine.Command;

/** {@code docs}: documents on this machine. */
@Command(
        name = "docs",
        description = "Work with documents on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = DocsSyncCommand.class)
class DocsCommand extends CommandGroup {}
