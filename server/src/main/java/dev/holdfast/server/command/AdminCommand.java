package dev.holdfast.server.command;

import picocli.CommandLine.Command;

/** {@code admin}: what only the operator of the machine may do. */
@Command(
        name = "admin",
        description =
                "Say who administers this installation. Works on the machine itself, whether or not the program runs.",
        mixinStandardHelpOptions = true,
        subcommands = {AdminGrantCommand.class, AdminRevokeCommand.class})
class AdminCommand extends CommandGroup {}
