package dev.holdfast.buckia.bucket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an object without its bytes.
 *
 * @param key its key
 * @param size in bytes
 * @param tag changes whenever the object is written with other bytes (ETag, file id); opaque, empty if there is none
 * @param checksum lower-case hexadecimal by {@link Traits#digest()}, or null if the provider doesn't know it of this object
 * @param modified when it was written by the provider's clock, or null; for display only
 */
public record ObjectInfo(
        String key,
        long size,
        String tag,
        @Nullable String checksum,
        @Nullable Instant modified) {

    /** The same under another key. */
    public ObjectInfo withKey(String other) {
        return new ObjectInfo(other, size, tag, checksum, modified);
    }
}
