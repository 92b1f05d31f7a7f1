package dev.holdfast.testkit;

import dev.holdfast.embedded.EmbeddedObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bucket of its own for a test, in one object store that the test run starts once.
 *
 * @param bucket the bucket's name
 */
public record TestObjects(String bucket) {
    /** The one origin whose pages may use the store. */
    public static final String ORIGIN = "https://holdfast.example.org";

    private static final AtomicInteger count = new AtomicInteger();

    private static final class Server {
        static final EmbeddedObjectStore RUNNING = start();

        private static EmbeddedObjectStore start() {
            Path folder = Path.of(
                            "target",
                            "testkit",
                            "objects-" + ProcessHandle.current().pid())
                    .toAbsolutePath();
            // Not closed: it ends with the process, and what it holds is thrown away with the build.
            return EmbeddedObjectStore.start(
                    EmbeddedObjectStore.Options.of(folder, new SettableClock()).withAllowedOrigins(List.of(ORIGIN)));
        }
    }

    /** A bucket that nobody has used; the program makes it. */
    public static TestObjects fresh() {
        return new TestObjects("bucket-" + count.incrementAndGet());
    }

    /** The store that it lies in. */
    public static EmbeddedObjectStore server() {
        return Server.RUNNING;
    }

    /** The settings with which the program finds this bucket. */
    public Map<String, String> settings() {
        EmbeddedObjectStore server = Server.RUNNING;
        return Map.of(
                "holdfast.blobs.endpoint", server.endpoint().toString(),
                "holdfast.blobs.region", EmbeddedObjectStore.REGION,
                "holdfast.blobs.bucket", bucket,
                "holdfast.blobs.access-key", server.accessKey(),
                "holdfast.blobs.secret-key", server.secretKey());
    }
}
