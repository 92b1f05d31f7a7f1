package dev.holdfast.platform.changes.sync;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SHA-256 sums of the sync format. */
final class Hash {
    private static final int HEX_DIGITS = 64;
    private static final int HEX = 16;

    private Hash() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** A live record's part of its space's checksum (docs/formats/change-feed.md, Checksums). */
    static BigInteger fingerprint(String entity, UUID id, long version, @Nullable String etag) {
        String text = entity + "|" + id + "|" + version + "|" + (etag == null ? "" : etag);
        return new BigInteger(1, sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String hex(BigInteger sum) {
        String digits = sum.toString(HEX);
        return "0".repeat(HEX_DIGITS - digits.length()) + digits;
    }
}
