package dev.holdfast.server.command;

import dev.holdfast.server.page.ProgramSettings;
import dev.holdfast.server.run.Program;
import dev.holdfast.server.run.Settings;
import dev.holdfast.server.run.StartFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: starts the program and stays until it is told to stop. */
@Command(
        name = "serve",
        description = "Start Holdfast. Without settings it brings its own PostgreSQL and object store.",
        mixinStandardHelpOptions = true)
class ServeCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StartOptions options = new StartOptions();

    @Option(names = "--train", hidden = true, description = "Exercise the start for the AOT cache, then stop.")
    private boolean train;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        // Before the hook, which would wait for a start that never comes.
        Settings settings = options.settings();
        Path data = Path.of(settings.bind("holdfast", ProgramSettings.class).data())
                .toAbsolutePath()
                .normalize();
        CompletableFuture<@Nullable Program> started = new CompletableFuture<>();
        Thread stop = new Thread(() -> stopAndEnd(started), "stop");
        if (!train) {
            Runtime.getRuntime().addShutdownHook(stop);
        }
        if (ServerOptions.terminal()) {
            err().println("Starting Holdfast with its data in " + data + " …");
            err().flush();
        }
        try (Program program = started(settings, started)) {
            whenReady(program, out());
            if (train) {
                return 0;
            }
            out().flush();
            throw new StartFailure(program.lost().get());
        }
    }

    /** Says that the program answers. */
    void whenReady(Program program, PrintWriter out) {
        out.println("Holdfast is ready at " + program.url());
        out.flush();
    }

    private static Program started(Settings settings, CompletableFuture<@Nullable Program> started) {
        try {
            Program program = Program.start(settings);
            started.complete(program);
            return program;
        } finally {
            started.complete(null);
        }
    }

    /** A stop that was asked for is no failure: the process ends with 0, whatever the signal's number. */
    private static void stopAndEnd(CompletableFuture<@Nullable Program> started) {
        int status = FAILED;
        try {
            Program program = started.join();
            if (program == null || program.lost().isDone()) {
                return;
            }
            program.close();
            status = 0;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(ServeCommand.class).error("The program did not stop in order", e);
        }
        Runtime.getRuntime().halt(status);
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
