package dev.holdfast.server.command;

import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.page.ProgramVersion;
import dev.holdfast.server.run.StartFailure;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./holdfast}: the command line as a whole. */
@Command(
        name = "holdfast",
        description = "A self-hosted, local-first backend for the records that people keep.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            AdminCommand.class,
            DocsCommand.class
        })
public final class HoldfastCommand {
    private static final int FAILED = 1;

    private final Map<String, String> environment;

    private HoldfastCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Runs a command; returns 0 when it went well, 1 when it failed, 2 when it wasn't understood. */
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                System.getenv(),
                arguments);
    }

    /** As {@link #run(String...)}, with other places for what is printed and other variables that say who one is. */
    public static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        CommandLine line = new CommandLine(new HoldfastCommand(environment))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    explain(e, command.getErr());
                    return FAILED;
                });
        tellVersion(line);
        return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** The variables by which one may say who one is. */
    Map<String, String> environment() {
        return environment;
    }

    private static void tellVersion(CommandLine line) {
        line.getCommandSpec().version("holdfast " + ProgramVersion.name());
        line.getSubcommands().values().forEach(HoldfastCommand::tellVersion);
    }

    private static void explain(Exception e, PrintWriter err) {
        switch (e) {
            case StartFailure failure
            when failure.unforeseen() -> {
                failure.printStackTrace(err);
                err.println("holdfast: " + failure.getMessage());
            }
            case StartFailure failure -> err.println("holdfast: " + failure.getMessage());
            case ClientFailure failure -> err.println("holdfast: " + failure.getMessage());
            case NoSuchFileException missing -> err.println("holdfast: there is no " + missing.getMessage());
            case NotDirectoryException file -> err.println("holdfast: " + file.getMessage() + " is no folder");
            case AccessDeniedException denied ->
                err.println("holdfast: " + denied.getMessage() + " may not be read or written by this user");
            case FileSystemException file -> err.println("holdfast: " + file.getMessage());
            default -> e.printStackTrace(err);
        }
        err.flush();
    }
}
