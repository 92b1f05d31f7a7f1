package dev.holdfast.buckia.bucket;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object being read. Close it, also when it wasn't read to its end.
 *
 * @param info the whole object's, also when a range is read
 * @param stream the bytes; if the connection breaks or the bytes don't match, it throws an {@link IOException} or
 *     {@link BucketException} and never just ends
 */
public record Download(ObjectInfo info, InputStream stream) implements AutoCloseable {

    /** All bytes; for small objects. */
    public byte[] bytes() {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the download of " + info.key() + " broke off", e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the download of " + info.key() + " didn't close", e);
        }
    }
}
