package dev.holdfast.buckia.command;

import dev.holdfast.buckia.training.Training;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The program {@code buckia}. */
@Command(
        name = "buckia",
        mixinStandardHelpOptions = true,
        version = "buckia " + VersionCommand.NUMBER,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Keeps a folder and a bucket in step.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        footer = {"", "'buckia COMMAND --help' tells more of each."})
public final class Main {
    private Main() {}

    /** Runs the program; its exit codes stand in its help. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs the program and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.addSubcommand(new SyncCommand());
        line.addSubcommand(new SyncCommand.Plan());
        line.addSubcommand(new CareCommands.Status());
        line.addSubcommand(new WatchCommand());
        line.addSubcommand(new ObjectCommands.Ls());
        line.addSubcommand(new ObjectCommands.Get());
        line.addSubcommand(new ObjectCommands.Put());
        line.addSubcommand(new ObjectCommands.Rm());
        line.addSubcommand(new SnapshotCommands.Take());
        line.addSubcommand(new SnapshotCommands.All());
        line.addSubcommand(new SnapshotCommands.Restore());
        line.addSubcommand(new TrashCommand());
        line.addSubcommand(new CareCommands.Verify());
        line.addSubcommand(new CareCommands.Gc());
        line.addSubcommand(new LogCommand());
        line.addSubcommand(KeyCommands.commandLine());
        line.addSubcommand(new CareCommands.Config());
        line.addSubcommand(new CareCommands.Completion());
        line.addSubcommand(new VersionCommand());
        line.addSubcommand(new Training(Main::run));
        line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(explaining());
        line.getCommandSpec()
                .usageMessage()
                .exitCodeList(CommandLine.Model.UsageMessageSpec.keyValuesMap(ExitCode.HELP));
        return line;
    }

    private static IExecutionExceptionHandler explaining() {
        return (failure, line, result) -> {
            var message = failure instanceof java.nio.file.NoSuchFileException missing
                    ? "there is no " + missing.getFile()
                    : failure.getMessage() == null ? failure.toString() : failure.getMessage();
            line.getErr().println("buckia: " + message);
            return ExitCode.of(failure);
        };
    }
}
