package dev.holdfast.buckia;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.MachineClock;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Pause;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.engine.Engine;
import dev.holdfast.buckia.engine.Parts;
import dev.holdfast.buckia.inbound.Inbound;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Keeps a folder and a bucket in step.
 *
 * <pre>{@code
 * var config = new BucketConfig("s3", "record-thing-premium", Map.of("accessKeyId", id, "secretAccessKey", secret));
 * try (var client = new BuckiaClient(config)) {
 *     var result = client.sync(Path.of("/path/to/user/data"), List.of("images/", "database/"), true);
 * }
 * }</pre>
 *
 * <p>One sync at a time a client; {@link #cancel} may be called from any thread. A client may be used again after a sync that
 * failed or was canceled, until it is closed.
 */
public final class BuckiaClient implements AutoCloseable {
    private final SteadyBucket bucket;
    private final Seal seal;
    private final RandomGenerator random;
    private final boolean anyFolder;
    private volatile Engine engine;

    /**
     * A client without limits or encryption, for any folder; its SQLite files travel as snapshots, so that a program may be
     * writing them meanwhile. No request is made.
     *
     * @throws BucketException {@code UNSUPPORTED} if nobody knows the provider, {@code CREDENTIALS} if one is missing; whether
     *     they open the bucket shows in the first call that asks it
     */
    public BuckiaClient(BucketConfig config) {
        this(Buckets.open(config), Limits.NONE, List.of(), Seal.NONE, true);
    }

    /**
     * A client for a folder, some of whose paths may be encrypted. Looks into the bucket for its keys, and makes one if there are
     * paths to encrypt and it has none.
     *
     * @throws dev.holdfast.buckia.crypt.WrongKeyException if the secret doesn't open the bucket; nothing has been changed
     */
    public static BuckiaClient of(BucketConfig config, Path folder, Limits limits, Encryption encryption) {
        var steady = new SteadyBucket(
                Buckets.open(config), new Retries(Pause.REAL, new SecureRandom()), limits, new Traffic());
        return of(steady, folder, limits, Carriers.Sqlite.USUAL, encryption, true);
    }

    /**
     * The same of a bucket, which it closes.
     *
     * @param create whether a bucket without keys gets one; if not, nothing that is written here can be read later
     */
    public static BuckiaClient of(
            SteadyBucket bucket,
            Path folder,
            Limits limits,
            Carriers.Sqlite sqlite,
            Encryption encryption,
            boolean create) {
        try {
            var seal = encryption.seal(bucket, create);
            return new BuckiaClient(
                    bucket, limits, Carriers.of(bucket, seal, encryption.paths(), folder, sqlite), seal);
        } catch (RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    /**
     * A client of a bucket, which it closes.
     *
     * @param limits on requests and bytes a second
     * @param carriers take some files' contents, the first that wants it
     * @param seal for this and the other devices' indexes; all devices need the same
     */
    public BuckiaClient(Bucket bucket, Limits limits, List<Carrier> carriers, Seal seal) {
        this(bucket, limits, carriers, seal, false);
    }

    private BuckiaClient(Bucket bucket, Limits limits, List<Carrier> carriers, Seal seal, boolean anyFolder) {
        this.random = new SecureRandom();
        this.anyFolder = anyFolder;
        this.bucket = bucket instanceof SteadyBucket steady
                ? steady
                : new SteadyBucket(bucket, new Retries(Pause.REAL, random), limits, new Traffic());
        this.seal = seal;
        this.engine = engine(carriers);
    }

    /**
     * Brings a folder and the bucket into step, both ways. Paths that fail are told in the result; the others go on.
     *
     * @param localPath the folder, which is there; what Buckia keeps of it goes into its {@code .buckia/}
     * @param syncPaths below the folder, with slashes: {@code dir/} for a tree, {@code name} for a file, in order of priority;
     *     none for everything
     * @param deleteOrphaned whether deletions since the last sync are carried both ways, into the trash; if not, they are
     *     remembered and nothing deleted comes back by itself
     * @return how many steps of each kind were taken, what failed and why, and the bytes that went to and fro
     * @throws dev.holdfast.buckia.sync.GuardException before anything is changed, if the sync might do harm: a folder or a
     *     bucket that has become empty, more than half of the files to be deleted
     * @throws BucketException for what concerns the whole bucket: {@code NO_BUCKET}, {@code CREDENTIALS}, {@code DENIED},
     *     {@code QUOTA}, {@code UNAVAILABLE} after all retries, {@code CANCELED}; what was done by then stays done
     * @throws dev.holdfast.buckia.state.StateException if another sync of the folder is under way, or its state is damaged or
     *     of a newer version
     * @throws IOException if the folder isn't there or its state can't be kept
     */
    public SyncResult sync(Path localPath, List<String> syncPaths, boolean deleteOrphaned) throws IOException {
        var options = SyncOptions.DEFAULT
                .withSelection(new Selection(syncPaths, List.of(), List.of()))
                .withDeleteOrphaned(deleteOrphaned);
        return sync(localPath, options, SyncListener.NONE);
    }

    /**
     * The same with all options, and somebody who hears of its progress.
     *
     * @param listener called from several threads while the sync goes on
     */
    public SyncResult sync(Path localPath, SyncOptions options, SyncListener listener) throws IOException {
        if (anyFolder) {
            engine = engine(Carriers.of(bucket, seal, localPath, Carriers.Sqlite.USUAL));
        }
        return engine.sync(localPath, options, listener);
    }

    /**
     * What a sync with a server's batches did.
     *
     * @param sync what went to and fro
     * @param inbound what was applied of the batches
     */
    public record Received(SyncResult sync, Inbound.Result inbound) {}

    /**
     * A sync, after which the batches that a server has put into the bucket's {@code inbound/} are applied to a database of the
     * folder, in their order, each exactly once, and then taken away here and there. Killed at any moment, the next call goes
     * on.
     *
     * @param database below the folder; if it isn't there (yet), the batches wait
     */
    public Received sync(Path localPath, SyncOptions options, SyncListener listener, Inbound inbound, String database)
            throws IOException {
        var first = sync(localPath, options, listener);
        var file = localPath.resolve(database);
        if (options.dryRun() || !Files.isRegularFile(file)) {
            return new Received(first, Inbound.Result.NOTHING);
        }
        var result = inbound.apply(file, localPath.resolve(Inbound.FOLDER));
        for (var done : result.done()) {
            Files.deleteIfExists(done);
        }
        // The deletions, and the database as it is now.
        return new Received(result.done().isEmpty() ? first : first.and(sync(localPath, options, listener)), result);
    }

    /** What this client syncs with, its last folder's if it is one for any: status, verification, collection. */
    public Engine engine() {
        return engine;
    }

    /**
     * Ends the sync under way, if there is one, within a request or a part of 16 MiB: it throws a {@link BucketException} with
     * {@code CANCELED}. What is done stays done, and the next sync goes on.
     */
    public void cancel() {
        engine.cancel();
    }

    /** What this client's indexes and packs are sealed with. */
    public Seal seal() {
        return seal;
    }

    /** The bucket, with this client's retries, limits and counts. */
    public SteadyBucket bucket() {
        return bucket;
    }

    /** Gives back the connections; a sync under way fails. */
    @Override
    public void close() {
        bucket.close();
    }

    private Engine engine(List<Carrier> carriers) {
        return new Engine(new Parts(bucket, carriers, seal, MachineClock.INSTANCE, random));
    }
}
