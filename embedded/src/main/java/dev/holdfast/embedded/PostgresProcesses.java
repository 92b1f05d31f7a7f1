package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The live processes of the PostgreSQL on one data folder. A process id in {@code postmaster.pid} alone proves nothing:
 * after a crash the number may belong to anybody. On Linux a process is ours if it runs {@code postgres} in that folder;
 * elsewhere, if {@code postmaster.pid} names it and it runs {@code postgres}.
 */
final class PostgresProcesses {

    private static final Path PROC = Path.of("/proc");

    private final Path data;

    PostgresProcesses(Path data) {
        this.data = data;
    }

    /** The main process's id as its own file gives it, if the file is there; it may be long dead. */
    Optional<Long> recordedPid() throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        try {
            return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.getFirst().strip()));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The main process, if it lives and is ours. */
    Optional<ProcessHandle> main() throws IOException {
        return recordedPid().flatMap(ProcessHandle::of).filter(this::isOurs);
    }

    /** Every live process of ours: the main one and its workers, also those it left behind. */
    List<ProcessHandle> all() throws IOException {
        if (!Files.exists(PROC)) {
            return main().stream().flatMap(one -> Stream.concat(
                    Stream.of(one), one.descendants())).toList();
        }
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** Waits until all of {@code processes} are gone. False if some still live after {@code timeout}. */
    static boolean awaitEnd(List<ProcessHandle> processes, Duration timeout) {
        var ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while waiting for PostgreSQL to end", e);
        } catch (ExecutionException e) {
            throw new EmbeddedException("cannot wait for PostgreSQL's processes", e);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        var command = process.info().command().map(Path::of).map(Path::getFileName).map(Path::toString);
        // Linux adds " (deleted)" once the binary was removed under a running process.
        if (command.filter(name -> name.startsWith("postgres")).isEmpty() || !process.isAlive()) {
            return false;
        }
        if (!Files.exists(PROC)) {
            return true;
        }
        try {
            var folder = Files.readSymbolicLink(PROC.resolve(Long.toString(process.pid())).resolve("cwd"));
            return folder.equals(data.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }
}
