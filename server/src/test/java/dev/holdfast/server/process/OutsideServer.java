package dev.holdfast.server.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server of a Debian package, started by a test on a free port of 127.0.0.1 in a folder of its own, and ended by it. As root it runs
 * under PostgreSQL's user, because some of them refuse root. A test that needs one that isn't installed is skipped and says which.
 */
final class OutsideServer implements AutoCloseable {
    private static final String USER = "postgres";
    private static final int END_SECONDS_MAX = 30;

    private final Path folder;
    private final int port;
    private @Nullable Process process;
    private List<String> line = List.of();
    private BooleanSupplier ready = this::isOpen;

    private OutsideServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Nothing yet but a folder and a port. Skips the test when the program isn't there. */
    static OutsideServer prepare(Path program, String debianPackage) {
        assumeTrue(Files.isExecutable(program), program + " is missing: apt-get install " + debianPackage);
        try {
            Path folder = Files.createTempDirectory(
                    "holdfast-outside-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            if (isRoot()) {
                run(List.of("chown", USER + ":", folder.toString()), folder);
            }
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                return new OutsideServer(folder, free.getLocalPort());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /** Writes a file that the server can read, and nobody else. */
    Path write(String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            if (isRoot()) {
                run(List.of("chown", USER + ":", file.toString()), folder);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end, as the server's user. */
    void prepare(String... program) {
        run(asUser(List.of(program)), folder);
    }

    /** Says when the server answers; an open port is enough until this is told. */
    OutsideServer answers(BooleanSupplier answers) {
        ready = answers;
        return this;
    }

    /** Starts the server and waits until it answers. */
    OutsideServer start(String... program) {
        line = asUser(List.of(program));
        startAgain();
        return this;
    }

    /** Starts it as it was started before. */
    void startAgain() {
        Process started = launch(line, folder);
        process = started;
        Eventually.holds("port " + port + " of " + line, () -> {
            if (!started.isAlive()) {
                throw new AssertionError(line + " ended: " + ProgramCommand.text(folder.resolve("server.log")));
            }
            return ready.getAsBoolean();
        });
    }

    /** Sends a signal, such as {@code INT}, and waits for the end. */
    void end(String signal) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        run(List.of("/bin/kill", "-" + signal, Long.toString(running.pid())), folder);
        try {
            if (!running.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new AssertionError(line + " doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        end("INT");
        run(List.of("rm", "-rf", folder.toString()), folder.getParent());
    }

    private boolean isOpen() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> asUser(List<String> program) {
        if (!isRoot()) {
            return program;
        }
        List<String> all = new ArrayList<>(
                List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--inh-caps=-all"));
        all.addAll(program);
        return all;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> line, @Nullable Path folder) {
        Process ended = launch(line, folder);
        int status = ended.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
        if (status != 0) {
            throw new AssertionError(line + " ended with " + status);
        }
    }

    private static Process launch(List<String> line, @Nullable Path folder) {
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            if (folder != null) {
                builder.directory(folder.toFile());
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()));
            }
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
