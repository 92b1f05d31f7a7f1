package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The live processes of the PostgreSQL on one data folder. A process id in {@code postmaster.pid} alone proves nothing:
 * after a crash the number may belong to anybody. On Linux a process is ours if it runs {@code postgres} in that
 * folder; elsewhere, if {@code postmaster.pid} names it and it runs {@code postgres}.
 */
final class PostgresProcesses {

    private static final long LOOK_AGAIN_NANOSECONDS = 5_000_000;
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
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.getFirst().strip()));
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
            return main().stream()
                    .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
                    .toList();
        }
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** What still makes this folder after the program that began it was killed: {@code initdb} and its servers. */
    List<ProcessHandle> makers() throws IOException {
        var makers = ProcessHandle.allProcesses()
                .filter(one -> one.info()
                        .commandLine()
                        .filter(line -> line.contains("initdb") && line.contains(data.toString()))
                        .isPresent());
        return Stream.concat(makers, all().stream()).toList();
    }

    /** Waits until all of {@code processes} are gone. False if some still live after {@code timeout}. */
    static boolean awaitEnd(List<ProcessHandle> processes, Duration timeout) {
        var deadline = System.nanoTime() + timeout.toNanos();
        // onExit() looks only once a second at a process that isn't a child of this one.
        while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOSECONDS);
        }
        return true;
    }

    private boolean isOurs(ProcessHandle process) {
        var command =
                process.info().command().map(Path::of).map(Path::getFileName).map(Path::toString);
        // Linux adds " (deleted)" once the binary was removed under a running process.
        if (command.filter(name -> name.startsWith("postgres")).isEmpty() || !process.isAlive()) {
            return false;
        }
        if (!Files.exists(PROC)) {
            return true;
        }
        try {
            var folder = Files.readSymbolicLink(
                    PROC.resolve(Long.toString(process.pid())).resolve("cwd"));
            return folder.equals(data.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }
}
