package dev.holdfast.server.command;

import dev.holdfast.server.run.Program;
import dev.holdfast.server.run.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: starts the program and stays until it is told to stop. */
@Command(
        name = "serve",
        description = "Start Holdfast. Without settings it brings its own PostgreSQL and object store.",
        mixinStandardHelpOptions = true)
class ServeCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The folder with everything that is kept (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "P", defaultValue = "8080", description = "The port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(names = "--apps", paramLabel = "a,b", description = "The apps to run (default: all).")
    private @Nullable String apps;

    @Option(names = "--config", paramLabel = "FILE", description = "A .properties or .yaml file with settings.")
    private @Nullable Path config;

    @Option(names = "--train", hidden = true, description = "Exercise the start for the AOT cache, then stop.")
    private boolean train;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> options = new HashMap<>();
        if (apps != null) {
            options.put("holdfast.apps", apps);
        }
        Program program = Program.start(new Program.Options(data, host, port, Settings.read(config, options)));
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stop = new Thread(() -> {
            program.close();
            stopped.countDown();
        });
        whenReady(program);
        if (train) {
            program.close();
            return 0;
        }
        Runtime.getRuntime().addShutdownHook(stop);
        stopped.await();
        return 0;
    }

    /** Says that the program answers. */
    void whenReady(Program program) {
        System.out.println("Holdfast is ready at " + program.url());
    }
}
