package dev.holdfast.buckia;

import dev.holdfast.buckia.bucket.MachineClock;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pieces.SealedCarrier;
import dev.holdfast.buckia.snapshot.KeepRule;
import dev.holdfast.buckia.snapshot.Plain;
import dev.holdfast.buckia.snapshot.Snapshots;
import dev.holdfast.buckia.snapshot.SqliteCarrier;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.tree.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What carries files that aren't one object at their own path. */
public final class Carriers {
    private static final Duration GRACE = Duration.ofHours(24);

    private Carriers() {}

    /** Carriers for a folder without encryption. */
    public static List<Carrier> of(SteadyBucket bucket, Seal seal, Path folder, Sqlite sqlite) {
        return of(bucket, seal, List.of(), folder, sqlite);
    }

    /**
     * Carriers for a folder.
     *
     * @param sealed paths whose files leave only sealed
     */
    public static List<Carrier> of(SteadyBucket bucket, Seal seal, List<Glob> sealed, Path folder, Sqlite sqlite) {
        var pieces = new SealedCarrier(bucket, seal, sealed, GRACE);
        var carrier = new SqliteCarrier(snapshots(bucket, seal, folder), sqlite.bytesMin(), KeepRule.USUAL);
        var databases = sqlite.plain() == Plain.NEVER
                ? carrier
                : carrier.alsoPlain(bucket, sqlite.plain(), path -> !pieces.insists(path));
        // With a key but no paths of its own a device still reads what others sealed.
        return seal.equals(Seal.NONE) ? List.of(databases) : List.of(databases, pieces);
    }

    /**
     * Snapshots in a bucket.
     *
     * @param folder the one that is kept in step, whose corner has room for copies
     */
    public static Snapshots snapshots(SteadyBucket bucket, Seal seal, Path folder) {
        return new Snapshots(
                bucket,
                seal,
                MachineClock.INSTANCE,
                Home.of(folder.toAbsolutePath().normalize()).resolve("tmp"),
                GRACE);
    }

    /**
     * How SQLite files are carried.
     *
     * @param bytesMin from which size on
     * @param plain when they are kept whole at their own path too
     */
    public record Sqlite(long bytesMin, Plain plain) {
        /** From 16 MB on, never whole. */
        public static final Sqlite USUAL = new Sqlite(SqliteCarrier.BYTES_MIN, Plain.NEVER);
    }
}
