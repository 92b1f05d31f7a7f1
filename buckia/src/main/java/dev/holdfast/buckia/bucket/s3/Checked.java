package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An object's bytes, compared with its MD5 when they end and cut where a range ends. */
final class Checked extends FilterInputStream {
    private final @Nullable MessageDigest digest;
    private final ObjectInfo info;
    private boolean ended;

    private Checked(InputStream in, ObjectInfo info, @Nullable MessageDigest digest) {
        super(in);
        this.info = info;
        this.digest = digest;
    }

    /** The answer as it is; compared if it is the whole object and the service knows its MD5. */
    static InputStream whole(InputStream in, ObjectInfo info, boolean ranged) {
        if (ranged || info.checksum() == null) {
            return in;
        }
        try {
            return new Checked(in, info, MessageDigest.getInstance("MD5"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** The range out of a whole object, from a service that knows no ranges. */
    static InputStream skip(InputStream in, long from, long length) {
        try {
            in.skipNBytes(from);
            if (length < 0) {
                return in;
            }
            try (in) {
                return new java.io.ByteArrayInputStream(in.readNBytes(Math.toIntExact(length)));
            }
        } catch (IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the download broke off", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        if (digest != null && read > 0) {
            digest.update(target, offset, read);
        }
        if (digest != null && read < 0 && !ended) {
            ended = true;
            var sum = HexFormat.of().formatHex(digest.digest());
            if (!sum.equals(info.checksum())) {
                throw new BucketException(
                        BucketError.CHECKSUM, info.key() + " arrived changed: MD5 " + sum + ", not " + info.checksum());
            }
        }
        return read;
    }
}
