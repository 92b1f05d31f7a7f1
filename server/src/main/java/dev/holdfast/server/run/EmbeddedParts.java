package dev.holdfast.server.run;

import dev.holdfast.embedded.DataFolder;
import dev.holdfast.embedded.EmbeddedObjectStore;
import dev.holdfast.embedded.EmbeddedPostgres;
import dev.holdfast.embedded.KeptPort;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data folder, and the PostgreSQL and the S3 store that the program brings along, for those that the settings don't
 * name. Closing stops them.
 */
final class EmbeddedParts implements AutoCloseable {
    private static final String BUCKET = "holdfast";

    private final DataFolder folder;
    private @Nullable GuardedPostgres postgres;
    private @Nullable EmbeddedObjectStore objects;
    private Map<String, Object> databaseSettings = Map.of();
    private String clients = "";
    private final List<String> warnings = new ArrayList<>();

    private EmbeddedParts(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * What is wanted.
     *
     * @param data the data folder
     * @param database whether PostgreSQL is to be started
     * @param store whether the object store is to be started
     * @param place where the object store listens
     */
    record Wanted(Path data, boolean database, boolean store, StorePlace place) {}

    /**
     * Where the object store listens and how others reach it.
     *
     * @param host the address to listen on
     * @param port the port to listen on; 0 for the one that the data folder remembers
     * @param clientHost the host in the addresses that clients are given, IPv6 in brackets; empty where it is the one
     *     to listen on or where the settings name the whole address
     * @param origins the web origins that may speak to it from a browser
     */
    record StorePlace(String host, int port, String clientHost, List<String> origins) {}

    /**
     * Takes the folder and starts what is wanted, side by side.
     *
     * @param lost told the reason, once, when a part has ended and can't be started again
     * @return the parts, and through {@link #settings()} how the program finds them
     */
    static EmbeddedParts start(Wanted wanted, InstantSource clock, Consumer<String> lost) {
        EmbeddedParts parts = new EmbeddedParts(DataFolder.open(wanted.data()));
        CompletableFuture<Void> database = aside(wanted.database(), () -> parts.startDatabase(lost));
        CompletableFuture<Void> store = aside(wanted.store(), () -> parts.startStore(wanted.place(), clock));
        try {
            CompletableFuture.allOf(database, store).join();
            return parts;
        } catch (CompletionException e) {
            parts.close();
            throw Explanation.of(e);
        }
    }

    /** The settings with which the program finds the parts that were started. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(databaseSettings);
        if (objects != null) {
            settings.put("holdfast.blobs.endpoint", objects.endpoint().toString());
            settings.put("holdfast.blobs.region", EmbeddedObjectStore.REGION);
            settings.put("holdfast.blobs.bucket", BUCKET);
            settings.put("holdfast.blobs.access-key", objects.accessKey());
            settings.put("holdfast.blobs.secret-key", objects.secretKey());
            // The store was started for these origins and refuses to be told over S3.
            settings.put("holdfast.blobs.allowed-origins", "");
            if (!clients.isEmpty()) {
                settings.put("holdfast.blobs.public-url", clients);
            }
        }
        return settings;
    }

    /** What an operator should know of the start. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The embedded object store, when it runs. */
    Optional<EmbeddedObjectStore> objects() {
        return Optional.ofNullable(objects);
    }

    @Override
    public void close() {
        if (objects != null) {
            objects.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        folder.close();
    }

    private void startDatabase(Consumer<String> lost) {
        EmbeddedDatabase database = new EmbeddedDatabase(folder.path());
        postgres = GuardedPostgres.start(
                EmbeddedPostgres.Options.of(database.folder()).withBinaries(EmbeddedPostgres.userCache()), lost);
        databaseSettings = database.prepare(postgres.url("postgres"), postgres.ownerUser(), postgres.ownerPassword());
    }

    private void startStore(StorePlace place, InstantSource clock) {
        KeptPort kept = KeptPort.in(folder.path().resolve("objects.port"));
        EmbeddedObjectStore store = EmbeddedObjectStore.start(new EmbeddedObjectStore.Options(
                folder.path().resolve("objects"),
                place.host(),
                place.port() == 0 ? free(kept, place.host()) : place.port(),
                place.origins(),
                clock));
        objects = store;
        int port = store.endpoint().getPort();
        if (place.port() == 0 && kept.port() == 0) {
            kept.keep(port);
        }
        if (!place.clientHost().isEmpty()) {
            clients = "http://" + place.clientHost() + ":" + port;
        }
        store.createBucket(BUCKET);
    }

    /** The kept port stays the kept one when somebody else has it: proxies know it, and the next start may find it free. */
    private int free(KeptPort kept, String host) {
        if (kept.isFree(host)) {
            return kept.port();
        }
        warnings.add(
                "Port " + kept.port() + " of " + host + ", where the object store was until now, is taken; until the"
                        + " next start it has another. Set holdfast.blobs.port, or remove objects.port from the data folder,"
                        + " to move it for good.");
        return 0;
    }

    private static CompletableFuture<Void> aside(boolean wanted, Runnable start) {
        Supplier<Void> work = () -> {
            start.run();
            return null;
        };
        return wanted
                ? CompletableFuture.supplyAsync(
                        work, task -> Thread.ofPlatform().start(task))
                : CompletableFuture.completedFuture(null);
    }
}
