package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.pack.BucketClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps files that travel as pages whole at their own paths too. */
final class WholeCopies {
    static final WholeCopies NONE = new WholeCopies(null, Plain.NEVER, path -> false);

    private static final Duration WEEK = Duration.ofDays(7);

    private final @Nullable Bucket bucket;
    private final Plain plain;
    private final Predicate<String> where;

    WholeCopies(@Nullable Bucket bucket, Plain plain, Predicate<String> where) {
        this.bucket = bucket;
        this.plain = plain;
        this.where = where;
    }

    /** Writes the file at its path, if it is due. The index goes on naming the snapshot; this copy is for other tools. */
    void keep(String path, Shot shot) {
        if (bucket != null && where.test(path) && isDue(bucket, path)) {
            var body = Body.of(shot.file(), 0, shot.size()).withDigest("SHA-256", shot.sha256());
            var unused = bucket.put(path, body);
        }
    }

    private boolean isDue(Bucket there, String path) {
        return switch (plain) {
            case NEVER -> false;
            case ALWAYS -> true;
            case WEEKLY ->
                there.head(path)
                        .map(object -> object.modified() == null
                                || object.modified()
                                        .plus(WEEK)
                                        .isBefore(BucketClock.now(there).orElse(Instant.MAX)))
                        .orElse(true);
        };
    }
}
