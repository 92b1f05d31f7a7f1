package dev.holdfast.embedded;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A second Java program that opens a folder or runs a PostgreSQL, to be killed without warning. */
final class ChildProgram implements AutoCloseable {

    private static final int START_SECONDS_MAX = 120;

    private final Process process;
    private final BufferedReader output;

    private ChildProgram(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts {@link #main} in another JVM and waits until it says that it is ready. */
    static ChildProgram start(String task, Path folder) throws IOException {
        var child = launch(task, folder);
        child.await("ready");
        return child;
    }

    static ChildProgram launch(String task, Path folder) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ChildProgram(new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildProgram.class.getName(),
                        task,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits for a line of the child's that begins with {@code start}. */
    String await(String start) {
        return CompletableFuture.supplyAsync(() -> output.lines()
                        .filter(line -> line.startsWith(start))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("the child ended without saying " + start)))
                .orTimeout(START_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }

    /** What the child says next, null at its end. */
    @Nullable
    String nextLine() throws IOException {
        return output.readLine();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        // Through the handle: the process's own method would close its output, which is still to be read.
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    /** {@code hold}: opens the data folder. {@code write}: starts a PostgreSQL, says each number it committed. */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[1]);
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        switch (arguments[0]) {
            case "hold" -> {
                try (var _ = DataFolder.open(folder)) {
                    out.println("ready");
                    var unused = System.in.read();
                }
            }
            case "write" -> write(folder, out);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void write(Path folder, PrintStream out) throws Exception {
        out.println("starting");
        var options = EmbeddedPostgres.Options.of(folder.resolve("pg")).withBinaries(EmbeddedPostgres.userCache());
        try (var postgres = EmbeddedPostgres.start(options);
                var connection = DriverManager.getConnection(
                        postgres.url("postgres"), postgres.ownerUser(), postgres.ownerPassword());
                var create = connection.createStatement();
                var insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
            create.execute("CREATE TABLE IF NOT EXISTS kept (n int PRIMARY KEY)");
            out.println("ready");
            out.println("postgres " + postgres.pid());
            for (var n = 1; n < 1_000_000; n++) {
                insert.setInt(1, n);
                var unused = insert.executeUpdate();
                out.println("committed " + n);
            }
        }
    }
}
