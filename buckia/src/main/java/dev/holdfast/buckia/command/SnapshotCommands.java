package dev.holdfast.buckia.command;

import dev.holdfast.buckia.Carriers;
import dev.holdfast.buckia.command.output.Json;
import dev.holdfast.buckia.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapshot}, {@code snapshots}, {@code restore}: moments of SQLite files. */
final class SnapshotCommands {
    private SnapshotCommands() {}

    /** Takes one. */
    @Command(
            name = "snapshot",
            description = "Takes a snapshot of a SQLite file, also while a program writes it, and sends what changed.")
    static final class Take implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--file", required = true, paramLabel = "PATH", description = "The file, below the folder.")
        String path = "";

        @Override
        public Integer call() throws IOException {
            try (var client = setup.writer()) {
                var snapshots = Carriers.snapshots(client.bucket(), client.seal(), setup.folder());
                var taken = snapshots.take(path, setup.folder().resolve(path));
                System.out.println(
                        taken.taken() + "  " + client.bucket().traffic().sent() + " bytes sent");
                return ExitCode.FINE;
            }
        }
    }

    /** Lists them. */
    @Command(name = "snapshots", description = "Lists the kept snapshots of a SQLite file, the latest first.")
    static final class All implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--file", required = true, paramLabel = "PATH", description = "The file, below the folder.")
        String path = "";

        @Option(names = "--json", description = "One JSON object on standard output.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            try (var client = setup.client()) {
                var all = Carriers.snapshots(client.bucket(), client.seal(), setup.folder())
                        .list(path);
                if (json) {
                    var map = new LinkedHashMap<String, Object>();
                    map.put("path", path);
                    map.put(
                            "snapshots",
                            all.stream().map(each -> each.taken().toString()).toList());
                    System.out.println(Json.write(map));
                } else {
                    all.forEach(each -> System.out.println(each.taken()));
                }
                return ExitCode.FINE;
            }
        }
    }

    /** Brings one back. */
    @Command(
            name = "restore",
            description = {
                "Brings back a SQLite file as it was at a moment; checked, and put in place at once and whole.",
                "A program that has the file open must be closed before."
            })
    static final class Restore implements Callable<Integer> {
        @Mixin
        Setup setup = new Setup();

        @Option(names = "--file", paramLabel = "PATH", description = "The SQLite file, below the folder.")
        String path = "";

        @Option(names = "--trash", paramLabel = "ID", description = "What 'buckia trash' lists, instead of a snapshot.")
        @Nullable
        String trash;

        @Option(names = "--at", paramLabel = "TIME", description = "2026-11-20T10:00:00Z; else the latest.")
        @Nullable
        String at;

        @Option(names = "--to", paramLabel = "FILE", description = "Where to; else to its own place.")
        @Nullable
        Path target;

        @Override
        public Integer call() throws IOException {
            if (path.isEmpty() == (trash == null)) {
                throw new IllegalArgumentException("restore what? --file PATH, or --trash ID");
            }
            try (var client = setup.client()) {
                if (trash != null) {
                    System.out.println(TrashCommand.restore(client, setup.folder(), trash, target) + " is back");
                    return ExitCode.FINE;
                }
                var snapshots = Carriers.snapshots(client.bucket(), client.seal(), setup.folder());
                Snapshot found = snapshots
                        .at(path, moment())
                        .orElseThrow(() ->
                                new NoSuchFileException(path, null, "no snapshot of it at or before then is kept"));
                snapshots.restore(found, target == null ? setup.folder().resolve(path) : target);
                System.out.println(path + " as at " + found.taken());
                return ExitCode.FINE;
            }
        }

        private Instant moment() {
            try {
                return at == null ? Instant.MAX : Instant.parse(at);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("not a time such as 2026-11-20T10:00:00Z: '" + at + "'", e);
            }
        }
    }
}
