package dev.holdfast.buckia.pack;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.time.Instant;
import java.util.Optional;

/** The bucket's own time, as an object written a moment ago shows it. A device's clock may be years off. */
public final class BucketClock {
    private static final String KEY = ".buckia/clock";

    private BucketClock() {}

    /** What the bucket's clock says; empty if the provider doesn't tell. Two requests. */
    public static Optional<Instant> now(Bucket bucket) {
        var unused = bucket.put(KEY, Body.of(new byte[] {'\n'}));
        return bucket.head(KEY).map(ObjectInfo::modified);
    }

    /** The earlier of the bucket's time and this device's, so that neither of them, being ahead, makes anything too old. */
    public static Instant earlier(Bucket bucket, Instant here) {
        return now(bucket).filter(there -> there.isBefore(here)).orElse(here);
    }
}
