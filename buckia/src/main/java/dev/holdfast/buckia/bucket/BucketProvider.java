package dev.holdfast.buckia.bucket;

import java.util.Set;

/** Opens buckets of one kind of service. Found by {@link java.util.ServiceLoader}, so that anybody can add one. */
public interface BucketProvider {

    /** The names that stand before {@code ://} and in {@link BucketConfig#provider()}. */
    Set<String> names();

    /**
     * Opens a bucket without a request; the config's prefix is {@link Buckets}' to apply. Throws a {@link BucketException}
     * ({@link BucketError#CREDENTIALS}, {@link BucketError#REFUSED}) if the config can't be right.
     */
    Bucket open(BucketConfig config);
}
