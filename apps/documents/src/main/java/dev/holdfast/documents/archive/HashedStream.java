package dev.holdfast.documents.archive;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** One entry's bytes: hashed, counted, and refused beyond what the entry may hold. */
final class HashedStream extends CountingStream {

    private final MessageDigest digest = Hashes.sha256();
    private final Limit limit;

    /** Says no, with the reason, once too much was read. */
    interface Limit {
        void check(long entryBytes, int more) throws IOException;
    }

    HashedStream(InputStream in, Limit limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    void seen(byte[] bytes, int offset, int length) throws IOException {
        super.seen(bytes, offset, length);
        limit.check(count(), length);
        digest.update(bytes, offset, length);
    }

    /** Of all that was read; once. */
    String sha256() {
        return Hashes.hex(digest.digest());
    }
}
