package dev.holdfast.buckia.command;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}, {@code get}, {@code put}, {@code rm}: single objects, without a sync. */
final class ObjectCommands {
    private ObjectCommands() {}

    private static final int PAGE = 1_000;

    /** Which service. */
    static final class Place {
        @Option(names = "--endpoint", paramLabel = "URL", description = "Address of the service.")
        @Nullable
        String endpoint;

        @Option(names = "--region", description = "The service's region.")
        @Nullable
        String region;

        @Option(names = "--credentials-file", paramLabel = "FILE", description = "Credentials; mode 600.")
        @Nullable
        Path credentialsFile;

        private BuckiaClient client(Remote remote, boolean below) throws IOException {
            var setup = new Setup();
            setup.remote = "";
            setup.endpoint = endpoint;
            setup.region = region;
            setup.credentialsFile = credentialsFile;
            boolean local = remote.provider().equals("local") && !below;
            var bucket = local
                    ? String.valueOf(Path.of(remote.bucket()).toAbsolutePath().getParent())
                    : remote.bucket();
            return setup.client(setup.bucket(new Remote(remote.provider(), bucket, below ? remote.key() : "")));
        }
    }

    /** Lists. */
    @Command(name = "ls", description = "Lists objects: size, tag, key.")
    static final class Ls implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(paramLabel = "URL", description = "s3://bucket/prefix/")
        String url = "";

        @Option(names = "--all", description = "Buckia's own objects too.")
        boolean all;

        @Option(names = "--json", description = "A JSON object a line.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            try (var client = place.client(Remote.parse(url), true)) {
                String cursor = null;
                do {
                    var page = client.bucket().list("", cursor, PAGE);
                    for (var each : page.objects()) {
                        if (all || !each.key().startsWith(".buckia/")) {
                            var line = new LinkedHashMap<String, Object>();
                            line.put("key", each.key());
                            line.put("size", each.size());
                            line.put("tag", each.tag());
                            System.out.println(json ? Json.write(line) : "%12d  %s".formatted(each.size(), each.key()));
                        }
                    }
                    cursor = page.next();
                } while (cursor != null);
                return ExitCode.FINE;
            }
        }
    }

    /** Receives one object. */
    @Command(name = "get", description = "Receives one object into a file, or to standard output with '-'.")
    static final class Get implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(index = "0", paramLabel = "URL", description = "s3://bucket/key")
        String url = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Where to; '-' for standard output.")
        String file = "";

        @Override
        public Integer call() throws IOException {
            var remote = Remote.parse(url);
            try (var client = place.client(remote, false);
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
    }

    /** Sends one file. */
    @Command(name = "put", description = "Sends one file.")
    static final class Put implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(index = "0", paramLabel = "FILE", description = "What to send.")
        Path file = Path.of("");

        @Parameters(index = "1", paramLabel = "URL", description = "s3://bucket/key")
        String url = "";

        @Override
        public Integer call() throws IOException {
            var remote = Remote.parse(url);
            try (var client = place.client(remote, false)) {
                var info = client.bucket().put(key(remote), Body.of(file, 0, Files.size(file)));
                System.out.println(info.key() + ": " + info.size() + " bytes, tag " + info.tag());
                return ExitCode.FINE;
            }
        }
    }

    /** Deletes objects. */
    @Command(name = "rm", description = "Deletes objects at once, without a trash. A sync carries it on as a deletion.")
    static final class Rm implements Callable<Integer> {
        @Mixin
        Place place = new Place();

        @Parameters(paramLabel = "URL", arity = "1..*", description = "s3://bucket/key")
        List<String> urls = List.of();

        @Override
        public Integer call() throws IOException {
            for (var url : urls) {
                var remote = Remote.parse(url);
                try (var client = place.client(remote, false)) {
                    if (client.bucket().head(key(remote)).isEmpty()) {
                        throw new BucketException(BucketError.NOT_FOUND, "no object " + url);
                    }
                    client.bucket().delete(key(remote));
                }
            }
            return ExitCode.FINE;
        }
    }

    private static String key(Remote remote) {
        return remote.provider().equals("local")
                ? String.valueOf(Path.of(remote.bucket()).getFileName())
                : remote.key();
    }
}
