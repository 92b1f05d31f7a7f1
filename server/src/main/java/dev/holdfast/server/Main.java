package dev.holdfast.server;

import dev.holdfast.server.command.HoldfastCommand;

/** Where the program begins. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name; exits with 0 when it went well, 1 when it failed, 2 when it wasn't understood. */
    public static void main(String[] arguments) {
        int status = HoldfastCommand.run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }
}
