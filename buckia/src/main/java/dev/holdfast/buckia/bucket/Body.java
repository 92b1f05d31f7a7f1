package dev.holdfast.buckia.bucket;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes to be sent, which can be read again and again, as a retry needs it. */
public final class Body {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Source source;
    private final long length;
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    private Body(Source source, long length) {
        this.source = source;
        this.length = length;
    }

    /** These bytes, which nobody changes. */
    public static Body of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Some of these bytes, which nobody changes. */
    public static Body of(byte[] bytes, int offset, int length) {
        return new Body(() -> new ByteArrayInputStream(bytes, offset, length), length);
    }

    /** A stretch of a file. A file that is shorter by then fails the read; one that changes is the caller's to notice. */
    public static Body of(Path file, long offset, long length) {
        return new Body(() -> new Stretch(file, offset, length), length);
    }

    /** The number of bytes. */
    public long length() {
        return length;
    }

    /** The bytes from the start, for the caller to close. */
    public InputStream open() throws IOException {
        return source.open();
    }

    /**
     * The bytes' digest in lower-case hexadecimal; reads them once for each algorithm.
     *
     * @param algorithm {@code MD5}, {@code SHA-1} or {@code SHA-256}
     * @throws BucketException with {@link BucketError#LOCAL} if they can't be read
     */
    public String digest(String algorithm) {
        return digests.computeIfAbsent(algorithm, this::compute);
    }

    /** The same with a digest that the caller knows already. */
    public Body withDigest(String algorithm, String hexadecimal) {
        digests.put(algorithm, hexadecimal);
        return this;
    }

    private String compute(String algorithm) {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
        try (InputStream in = open()) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BucketException(BucketError.LOCAL, "cannot read what is to be sent: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no such digest: " + algorithm, e);
        }
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    /** A stretch of a file, which must have all of its bytes. */
    private static final class Stretch extends InputStream {
        private final FileChannel channel;
        private final InputStream in;
        private long left;

        Stretch(Path file, long offset, long length) throws IOException {
            this.channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
            this.in = Channels.newInputStream(channel);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            left -= read;
            return read;
        }

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
