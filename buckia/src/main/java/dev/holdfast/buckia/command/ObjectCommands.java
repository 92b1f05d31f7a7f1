package dev.holdfast.buckia.command;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.command.output.Json;
import dev.holdfast.buckia.command.output.Scratch;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ls}, {@code get}, {@code put}, {@code rm}: single objects by their URLs, or single files by their paths, also encrypted
 * ones.
 */
final class ObjectCommands {
    private static final int PAGE = 1_000;
    private static final String BOTH =
            "A URL (s3://bucket/key) names an object as it lies there. A path names a file of the bucket that .buckia or"
                    + " --bucket names, whatever form it has there: encrypted, or as pages.";

    private ObjectCommands() {}

    /** Which service, and which bucket paths are of. */
    static final class Place {
        @Option(names = "--bucket", paramLabel = "URL", description = "Paths are of this bucket; else .buckia says.")
        @Nullable
        String bucket;

        @Option(names = "--endpoint", paramLabel = "URL", description = "Address of the service.")
        @Nullable
        String endpoint;

        @Option(names = "--region", description = "The service's region.")
        @Nullable
        String region;

        @Option(names = "--config", paramLabel = "FILE", description = "Configuration; else the nearest .buckia.")
        @Nullable
        Path config;

        @Option(names = "--credentials-file", paramLabel = "FILE", description = "Credentials; mode 600.")
        @Nullable
        Path credentialsFile;

        @Mixin
        Setup.Unlock unlock = new Setup.Unlock();

        private BuckiaClient objects(Remote remote, boolean below) throws IOException {
            var setup = setup();
            setup.remote = "";
            boolean local = remote.provider().equals("local") && !below;
            var name = local
                    ? String.valueOf(Path.of(remote.bucket()).toAbsolutePath().getParent())
                    : remote.bucket();
            return setup.objects(setup.bucket(new Remote(remote.provider(), name, below ? remote.key() : "")));
        }

        /** For files by their paths. */
        private Setup setup() {
            var setup = new Setup();
            setup.remote = bucket;
            setup.endpoint = endpoint;
            setup.region = region;
            setup.config = config;
            setup.credentialsFile = credentialsFile;
            setup.unlock = unlock;
            return setup;
        }
    }

    /** Lists. */
    @Command(
            name = "ls",
            description = {"Lists the files in the bucket, or objects under a URL: size, name.", "", BOTH, ""})
    static final class Ls implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(
                arity = "0..1",
                paramLabel = "URL|PATH",
                description = "s3://bucket/prefix/, or what paths begin with; else all files.")
        String name = "";

        @Option(names = "--all", description = "Of a URL: Buckia's own objects too.")
        boolean all;

        @Option(names = "--json", description = "A JSON object a line.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            if (!Remote.isAddress(name)) {
                return files();
            }
            try (var client = place.objects(Remote.parse(name), true)) {
                String cursor = null;
                do {
                    var page = client.bucket().list("", cursor, PAGE);
                    for (var each : page.objects()) {
                        if (all || !each.key().startsWith(".buckia/")) {
                            print("key", each.key(), each.size(), "tag", each.tag());
                        }
                    }
                    cursor = page.next();
                } while (cursor != null);
                return ExitCode.FINE;
            }
        }

        private int files() throws IOException {
            var scratch = new Scratch();
            try (var client = place.setup().client(scratch.folder(), false)) {
                client.engine().files().values().stream()
                        .filter(entry -> entry.path().startsWith(name))
                        .forEach(entry -> print(
                                "path",
                                entry.path(),
                                entry.size(),
                                "form",
                                entry.isPlain() ? "plain" : entry.carriage().carrier()));
                return ExitCode.FINE;
            } finally {
                scratch.delete();
            }
        }

        private void print(String kind, String what, long size, String more, String value) {
            var line = new LinkedHashMap<String, Object>();
            line.put(kind, what);
            line.put("size", size);
            line.put(more, value);
            System.out.println(json ? Json.write(line) : "%12d  %s".formatted(size, what));
        }
    }

    /** Receives one object. */
    @Command(
            name = "get",
            description = {"Receives one file or object into a file, or to standard output with '-'.", "", BOTH, ""})
    static final class Get implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(index = "0", paramLabel = "URL|PATH", description = "s3://bucket/key, or a path.")
        String name = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Where to; '-' for standard output.")
        String file = "";

        @Override
        public Integer call() throws IOException {
            if (!Remote.isAddress(name)) {
                return fetch();
            }
            var remote = Remote.parse(name);
            try (var client = place.objects(remote, false);
                    var download = client.bucket().get(key(remote))) {
                if (file.equals("-")) {
                    download.stream().transferTo(System.out);
                    System.out.flush();
                } else {
                    var target = Path.of(file).toAbsolutePath();
                    var part = target.resolveSibling(target.getFileName() + ".part");
                    Files.copy(download.stream(), part, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                }
                return ExitCode.FINE;
            }
        }

        private int fetch() throws IOException {
            var scratch = new Scratch();
            try (var client = place.setup().client(scratch.folder(), false)) {
                var entry = client.engine().files().get(name);
                if (entry == null) {
                    throw new BucketException(BucketError.NOT_FOUND, "no file " + name + " in the bucket");
                }
                var got = scratch.folder().resolve("got");
                client.engine().fetch(entry, name, got);
                if (file.equals("-")) {
                    Files.copy(got, System.out);
                    System.out.flush();
                } else {
                    var target = Path.of(file).toAbsolutePath();
                    var part = target.resolveSibling(target.getFileName() + ".part");
                    Files.copy(got, part, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                }
                return ExitCode.FINE;
            } finally {
                scratch.delete();
            }
        }
    }

    /** Sends one file. */
    @Command(
            name = "put",
            description = {
                "Sends one file. With a path, it is put into the folder too, and that path is synced.",
                "",
                BOTH,
                ""
            })
    static final class Put implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(index = "0", paramLabel = "FILE", description = "What to send.")
        Path file = Path.of("");

        @Parameters(index = "1", paramLabel = "URL|PATH", description = "s3://bucket/key, or a path.")
        String name = "";

        @Override
        public Integer call() throws IOException {
            if (!Remote.isAddress(name)) {
                return change(place, name, (client, folder) -> client.engine().place(folder, name, file));
            }
            var remote = Remote.parse(name);
            try (var client = place.objects(remote, false)) {
                var info = client.bucket().put(key(remote), Body.of(file, 0, Files.size(file)));
                System.out.println(info.key() + ": " + info.size() + " bytes, tag " + info.tag());
                return ExitCode.FINE;
            }
        }
    }

    /** Deletes objects. */
    @Command(
            name = "rm",
            description = {
                "Deletes objects at once, without a trash; a sync carries it on as a deletion. Files by their paths go to the"
                        + " trash on both sides.",
                "",
                BOTH,
                ""
            })
    static final class Rm implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(paramLabel = "URL|PATH", arity = "1..*", description = "s3://bucket/key, or a path.")
        List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            int worst = ExitCode.FINE;
            for (var name : names) {
                if (!Remote.isAddress(name)) {
                    worst = Math.max(
                            worst,
                            change(
                                    place,
                                    name,
                                    (client, folder) -> client.engine().discard(folder, name)));
                    continue;
                }
                var remote = Remote.parse(name);
                try (var client = place.objects(remote, false)) {
                    if (client.bucket().head(key(remote)).isEmpty()) {
                        throw new BucketException(BucketError.NOT_FOUND, "no object " + name);
                    }
                    client.bucket().delete(key(remote));
                }
            }
            return worst;
        }
    }

    /** Changes a path in the folder, and syncs it alone. */
    private static int change(Place place, String path, Change change) throws IOException {
        var setup = place.setup();
        var folder = setup.folder();
        try (var client = setup.writer()) {
            change.make(client, folder);
            // Of one path, nothing here is no accident.
            var options = setup.options()
                    .withSelection(new Selection(List.of(path), List.of(), List.of()))
                    .withAccepted(Set.of(SyncOptions.Guard.EMPTY_ROOT));
            var result = client.sync(folder, options, SyncListener.NONE);
            result.failures().forEach(each -> System.err.println("failed " + each.path() + ": " + each.message()));
            return result.success() ? ExitCode.FINE : ExitCode.SOME_FAILED;
        }
    }

    @FunctionalInterface
    private interface Change {
        void make(BuckiaClient client, Path folder) throws IOException;
    }

    private static String key(Remote remote) {
        return remote.provider().equals("local")
                ? String.valueOf(Path.of(remote.bucket()).getFileName())
                : remote.key();
    }
}
