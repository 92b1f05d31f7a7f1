package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.carry.Carried;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.pack.DamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Carries SQLite files as snapshots and page deltas: those of at least some size, and whatever is in WAL mode, since such a file
 * alone isn't its content.
 */
public final class SqliteCarrier implements Carrier {
    /** Files from this size on are carried whatever their journal. */
    public static final long BYTES_MIN = 16L << 20;

    private final Snapshots snapshots;
    private final long bytesMin;
    private final KeepRule rule;
    private final Map<String, Shot> shots = new ConcurrentHashMap<>();
    private final WholeCopies copies;

    /** A carrier into these snapshots, which are thinned by the rule. */
    public SqliteCarrier(Snapshots snapshots, long bytesMin, KeepRule rule) {
        this(snapshots, bytesMin, rule, WholeCopies.NONE);
    }

    private SqliteCarrier(Snapshots snapshots, long bytesMin, KeepRule rule, WholeCopies copies) {
        this.copies = copies;
        this.snapshots = snapshots;
        this.bytesMin = bytesMin;
        this.rule = rule;
    }

    /**
     * The same carrier, which also keeps a file whole at its own path.
     *
     * @param where paths that may lie there for anybody to read
     */
    public SqliteCarrier alsoPlain(Bucket bucket, Plain plain, Predicate<String> where) {
        return new SqliteCarrier(snapshots, bytesMin, rule, new WholeCopies(bucket, plain, where));
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public boolean takes(String path, Path file, long size) throws IOException {
        if (size < 512) {
            return false;
        }
        var kind = DatabaseStore.kind(file);
        return kind.sqlite() && (size >= bytesMin || kind.wal());
    }

    @Override
    public boolean keepsHistory() {
        return true;
    }

    @Override
    public long stamp(Path file) throws IOException {
        long stamp = 0;
        for (var side : List.of("-wal", "-journal")) {
            try {
                var there =
                        Files.readAttributes(file.resolveSibling(file.getFileName() + side), BasicFileAttributes.class);
                if (there.size() > 0) {
                    stamp = stamp * 31
                            + there.size() * 1_000_003
                            + there.lastModifiedTime().hashCode();
                }
            } catch (NoSuchFileException _) {
                stamp *= 31;
            }
        }
        return stamp;
    }

    @Override
    public Content digest(String path, Path file) throws IOException {
        var shot = snapshots.shoot(file);
        var old = shots.put(path, shot);
        if (old != null) {
            old.close();
        }
        return new Content(shot.sha256(), shot.size());
    }

    /** Sends what {@link #digest} saw last, so that the content is the one that the plan was made for. */
    @Override
    public Carried send(String path, Path file, String before) throws IOException {
        var seen = shots.remove(path);
        try (var shot = seen == null ? snapshots.shoot(file) : seen) {
            var carried = new Carried(shot.sha256(), shot.size(), snapshots.send(path, shot, before));
            copies.keep(path, shot);
            return carried;
        }
    }

    @Override
    public void release() throws IOException {
        for (var path : List.copyOf(shots.keySet())) {
            var shot = shots.remove(path);
            if (shot != null) {
                shot.close();
            }
        }
    }

    @Override
    public void fetch(String path, Carried carried, Path target) throws IOException {
        try {
            snapshots.fetch(carried.reference(), carried.sha256(), target);
        } catch (DamagedException | WrongKeyException e) {
            // One file's trouble; the others go on.
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void replacing(Path file) throws IOException {
        DatabaseStore.settleOld(file);
    }

    @Override
    public Collected collect(Set<String> live) {
        return snapshots.collect(live, rule);
    }

    @Override
    public Map<String, String> missing(Set<String> references) {
        return snapshots.missing(references);
    }

    @Override
    public Map<String, String> damaged() {
        return snapshots.damaged();
    }
}
