package dev.holdfast.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of this program's own, in a folder, reachable from this machine only and with a password only.
 *
 * <p>It flushes what it commits, checks its pages, and outlives a killed program: the next start stops such an orphan
 * before it touches anything. Close it to stop it; there is no shutdown hook. Text sorts by code point
 * ({@code C.UTF-8}), so that an index stays valid whatever machine it is carried to.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String OWNER = "postgres";
    private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(20);
    private static final int FREE_PORT_ATTEMPTS = 5;
    private static final int PORT_MAX = 65_535;

    private final Path data;
    private final int port;
    private final String password;
    private final PostgresCommand command;
    private final FolderLock lock;

    private boolean closed;

    private EmbeddedPostgres(Path data, int port, String password, PostgresCommand command, FolderLock lock) {
        this.data = data;
        this.port = port;
        this.password = password;
        this.command = command;
        this.lock = lock;
    }

    /**
     * Where and how to start.
     *
     * @param data PostgreSQL's data folder; beside it lie {@code <data>.password}, {@code <data>.lock} and {@code log/}
     * @param binaries folder the programs are unpacked into, about 60 MB, may be shared by many
     * @param port TCP port on 127.0.0.1, or 0 for a free one
     * @param settings lines of {@code postgresql.conf} that replace the defaults
     * @param startTimeout how long a start may take, recovery after a crash included
     */
    public record Options(Path data, Path binaries, int port, Map<String, String> settings, Duration startTimeout) {

        private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

        /** Checks the values; refuses a bad port or setting with an {@link EmbeddedException}. */
        public Options {
            if (port < 0 || port > PORT_MAX) {
                throw new EmbeddedException("PostgreSQL's port must be 0 to " + PORT_MAX + ", not " + port);
            }
            if (startTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new EmbeddedException("PostgreSQL's start timeout must be 1 s or more, not " + startTimeout);
            }
            settings = Map.copyOf(settings);
            PostgresSettings.check(settings);
        }

        /** A free port, default settings, two minutes, and the programs in {@code pg-bin} beside the data. */
        public static Options of(Path data) {
            return new Options(data, data.toAbsolutePath().resolveSibling("pg-bin"), 0, Map.of(), START_TIMEOUT);
        }

        /** The same with the programs unpacked into another folder. */
        public Options withBinaries(Path folder) {
            return new Options(data, folder, port, settings, startTimeout);
        }

        /** The same with another port. */
        public Options withPort(int other) {
            return new Options(data, binaries, other, settings, startTimeout);
        }

        /** The same with other settings instead. */
        public Options withSettings(Map<String, String> others) {
            return new Options(data, binaries, port, others, startTimeout);
        }
    }

    /** A folder of this user's for the programs, to be shared by many data folders: {@code ~/.cache/holdfast}. */
    public static Path userCache() {
        var cache = System.getenv("XDG_CACHE_HOME");
        var given = cache != null && !cache.isBlank();
        var base = given ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("holdfast");
    }

    /**
     * Starts the server, making its data folder at the first time, and returns when it takes connections.
     *
     * @throws EmbeddedException with the reason: folder in use, other version, port taken, disk full, no such binaries
     */
    public static EmbeddedPostgres start(Options options) {
        var data = options.data().toAbsolutePath().normalize();
        try {
            Files.createDirectories(Durable.folderOf(data));
        } catch (IOException e) {
            throw new EmbeddedException("cannot make the folder for " + data + ": " + Reasons.of(e), e);
        }
        var lock = FolderLock.take(beside(data, ".lock"), data);
        try {
            return start(data, options, lock);
        } catch (IOException e) {
            lock.close();
            throw new EmbeddedException("cannot start PostgreSQL in " + data + ": " + Reasons.of(e), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The JDBC address of a database of this server. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The superuser's name. */
    public String ownerUser() {
        return OWNER;
    }

    /** The superuser's password, which lies in a file beside the data that only this user can read. */
    public String ownerPassword() {
        return password;
    }

    /** The main process's id. */
    public long pid() {
        try {
            return new PostgresProcesses(data)
                    .main()
                    .map(ProcessHandle::pid)
                    .orElseThrow(() -> new EmbeddedException("PostgreSQL in " + data + " is not running"));
        } catch (IOException e) {
            throw new EmbeddedException("cannot read PostgreSQL's process id: " + Reasons.of(e), e);
        }
    }

    /** Stops the server, ending open connections; does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            stopAll(data, command);
            closed = true;
        } catch (IOException e) {
            throw new EmbeddedException("cannot stop PostgreSQL in " + data + ": " + Reasons.of(e), e);
        } finally {
            lock.close();
        }
    }

    /** Kills the main process as a crash would (SIGKILL), waits for its workers' end, and lets the folder go. */
    public synchronized void kill() {
        if (closed) {
            return;
        }
        try {
            var processes = new PostgresProcesses(data);
            var all = processes.all();
            processes.main().ifPresent(ProcessHandle::destroyForcibly);
            end(all, data);
            closed = true;
        } catch (IOException e) {
            throw new EmbeddedException("cannot kill PostgreSQL in " + data + ": " + Reasons.of(e), e);
        } finally {
            lock.close();
        }
    }

    private static EmbeddedPostgres start(Path data, Options options, FolderLock lock) throws IOException {
        var binaries = PostgresBinaries.unpackedIn(options.binaries().toAbsolutePath());
        var command = new PostgresCommand(binaries);
        requireVersion(data);
        stopAll(data, command);
        removeStalePid(data);
        var password = initialise(data, command);
        var attempts = options.port() == 0 ? FREE_PORT_ATTEMPTS : 1;
        while (true) {
            attempts--;
            var port = options.port() == 0 ? freePort() : requireFree(options.port());
            var failure = launch(data, port, options, command);
            if (failure == null) {
                return new EmbeddedPostgres(data, port, password, command, lock);
            }
            // Another program took the free port before the server did.
            if (attempts == 0 || !failure.contains("Address already in use")) {
                throw new EmbeddedException(explain(failure, data, port));
            }
        }
    }

    /** Refuses a folder with the data of another major version; one without data passes. */
    static void requireVersion(Path data) throws IOException {
        var found = version(data);
        if (found.isPresent() && !found.get().equals(Integer.toString(PostgresBinaries.MAJOR))) {
            throw new EmbeddedException(data + " holds the data of PostgreSQL " + found.get() + ", this program brings "
                    + PostgresBinaries.MAJOR + ": dump it with the old program and load it with this one");
        }
    }

    /** The major version in {@code PG_VERSION}, if the folder has one. */
    static Optional<String> version(Path data) throws IOException {
        var file = data.resolve("PG_VERSION");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private static void stopAll(Path data, PostgresCommand command) throws IOException {
        if (!Files.isDirectory(data)) {
            return;
        }
        var processes = new PostgresProcesses(data);
        var all = processes.all();
        for (var mode : List.of("fast", "immediate")) {
            if (processes.main().isPresent()) {
                var unused = command.run(
                        STOP_TIMEOUT.plusSeconds(5),
                        "pg_ctl",
                        "stop",
                        "-w",
                        "-s",
                        "-D",
                        data.toString(),
                        "-m",
                        mode,
                        "-t",
                        Long.toString(STOP_TIMEOUT.toSeconds()));
            }
        }
        end(all, data);
    }

    /** Waits for processes that were told to end or lost their main process; kills what stays. */
    private static void end(List<ProcessHandle> processes, Path data) {
        if (PostgresProcesses.awaitEnd(processes, KILL_TIMEOUT)) {
            return;
        }
        processes.forEach(ProcessHandle::destroyForcibly);
        if (!PostgresProcesses.awaitEnd(processes, KILL_TIMEOUT)) {
            throw new EmbeddedException("processes of an earlier PostgreSQL in " + data + " do not end: "
                    + processes.stream()
                            .filter(ProcessHandle::isAlive)
                            .map(ProcessHandle::pid)
                            .toList());
        }
    }

    /**
     * PostgreSQL refuses to start while the number in its pid file is alive, whoever has it now; after a restart of a
     * container that is the rule. No process of ours is left here and the lock is held, so the file is stale.
     */
    private static void removeStalePid(Path data) throws IOException {
        if (new PostgresProcesses(data).all().isEmpty()) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private static String initialise(Path data, PostgresCommand command) throws IOException {
        var passwordFile = beside(data, ".password");
        var leftovers = data.getFileName() + ".initdb-";
        if (version(data).isPresent()) {
            if (!Files.exists(passwordFile)) {
                throw new EmbeddedException(passwordFile + " is missing: it belongs to the data in " + data);
            }
            return SecretFile.read(passwordFile);
        }
        refuseForeign(data);
        removeLeftovers(data, leftovers);
        var password = SecretFile.readOrCreate(passwordFile);
        // Made aside and renamed when whole: a kill on the way leaves only a leftover, which the next start removes.
        var fresh = Files.createTempDirectory(Durable.folderOf(data), leftovers);
        var outcome = command.run(
                INITDB_TIMEOUT,
                "initdb",
                "-D",
                fresh.toString(),
                "-U",
                OWNER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
        if (outcome.failed()) {
            Durable.removeTree(fresh);
            throw new EmbeddedException(explain(outcome.output(), data, 0));
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        Durable.force(Durable.folderOf(data));
        return password;
    }

    private static void refuseForeign(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        try (var inside = Files.list(data)) {
            if (inside.findAny().isPresent()) {
                throw new EmbeddedException(data + " is not empty and no PostgreSQL data folder: give another one");
            }
        }
    }

    private static void removeLeftovers(Path data, String prefix) throws IOException {
        try (var siblings = Files.newDirectoryStream(Durable.folderOf(data), prefix + "*")) {
            for (var leftover : siblings) {
                var makers = new PostgresProcesses(leftover).makers();
                makers.forEach(ProcessHandle::destroyForcibly);
                end(makers, leftover);
                Durable.removeTree(leftover);
            }
        }
    }

    /** Null, or what PostgreSQL said when it did not start. */
    private static @Nullable String launch(Path data, int port, Options options, PostgresCommand command)
            throws IOException {
        PostgresSettings.write(data, port, options.settings());
        var log = PostgresLog.open(data.resolveSibling("log").resolve("postgresql.log"));
        var seconds = options.startTimeout().toSeconds();
        var outcome = command.run(
                options.startTimeout().plusSeconds(5),
                "pg_ctl",
                "start",
                "-w",
                "-s",
                "-D",
                data.toString(),
                "-l",
                log.file().toString(),
                "-t",
                Long.toString(seconds));
        if (!outcome.failed()) {
            return null;
        }
        stopAll(data, command);
        return outcome.output() + "\n" + log.tail();
    }

    private static String explain(String failure, Path data, int port) {
        var what = "PostgreSQL did not start in " + data + ": ";
        if (failure.contains("No space left on device") || failure.contains("Disk quota exceeded")) {
            return what + "the disk is full\n" + failure;
        }
        if (failure.contains("Address already in use")) {
            return what + portTaken(port) + "\n" + failure;
        }
        return what + "\n" + failure;
    }

    private static String portTaken(int port) {
        return "port " + port + " on 127.0.0.1 is taken by another program: free it or choose another port";
    }

    private static int requireFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return port;
        } catch (IOException e) {
            throw new EmbeddedException("PostgreSQL did not start: " + portTaken(port), e);
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }

    private static Path beside(Path data, String suffix) {
        return data.resolveSibling(data.getFileName() + suffix);
    }
}
