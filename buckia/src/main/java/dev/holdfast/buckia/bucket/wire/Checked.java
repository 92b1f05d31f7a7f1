package dev.holdfast.buckia.bucket.wire;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An object's bytes, compared with its checksum when they end and cut where a range ends. */
public final class Checked extends FilterInputStream {
    private final MessageDigest digest;
    private final ObjectInfo info;
    private boolean ended;

    private Checked(InputStream in, ObjectInfo info, MessageDigest digest) {
        super(in);
        this.info = info;
        this.digest = digest;
    }

    /**
     * The answer as it is; compared if the service knows the object's checksum.
     *
     * @param in the whole object's bytes
     * @param algorithm of its checksum
     */
    public static InputStream whole(InputStream in, ObjectInfo info, String algorithm) {
        if (info.checksum() == null) {
            return in;
        }
        try {
            return new Checked(in, info, MessageDigest.getInstance(algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no such digest: " + algorithm, e);
        }
    }

    /**
     * The range out of a whole object, from a service that knows no ranges.
     *
     * @param in the whole object's bytes
     * @param length of the range, or -1 for all that follow; what fits into memory
     */
    public static InputStream skip(InputStream in, long from, long length) {
        try {
            in.skipNBytes(from);
            if (length < 0) {
                return in;
            }
            try (in) {
                return new ByteArrayInputStream(in.readNBytes(Math.toIntExact(length)));
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
        if (read > 0) {
            digest.update(target, offset, read);
        }
        if (read < 0 && !ended) {
            ended = true;
            var sum = HexFormat.of().formatHex(digest.digest());
            if (!sum.equals(info.checksum())) {
                throw new BucketException(
                        BucketError.CHECKSUM,
                        info.key() + " arrived changed: " + digest.getAlgorithm() + " " + sum + ", not "
                                + info.checksum());
            }
        }
        return read;
    }
}
