package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.http.RateLimit;
import io.github.bucket4j.Bucket;

/** Where buckets are kept. */
interface Buckets extends AutoCloseable {

    /**
     * The bucket of a limit and a key: the same one for every caller of the store, full when it wasn't touched for the limit's
     * period. Its operations throw what the store's connection throws.
     */
    Bucket of(RateLimit limit, String key);

    @Override
    default void close() {}
}
