package dev.holdfast.server.command;

import dev.holdfast.server.run.StartFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./holdfast}: the command line as a whole. */
@Command(
        name = "holdfast",
        description = "A self-hosted, local-first backend for the records that people keep.",
        mixinStandardHelpOptions = true,
        subcommands = {ServeCommand.class})
public final class HoldfastCommand {
    private static final int FAILED = 1;

    /** Runs a command; returns 0 when it went well, 1 when it failed, 2 when it wasn't understood. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new HoldfastCommand());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof StartFailure failure) {
                if (failure.unforeseen()) {
                    failure.printStackTrace(command.getErr());
                }
                command.getErr().println("holdfast: " + failure.getMessage());
            } else {
                e.printStackTrace(command.getErr());
            }
            return FAILED;
        });
        return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }
}
