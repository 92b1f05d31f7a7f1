package dev.holdfast.platform.secrets;

import dev.holdfast.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A token that says nothing: 256 random bits. Store its {@link #hash} alone; being random, it needs no slow one.
 *
 * @param value what its holder sends
 */
public record OpaqueToken(String value) {
    /** No token is longer, with its prefix. */
    public static final int LENGTH_MAX = 200;

    private static final int RANDOM_BYTES = 32;

    /** A new one. */
    public static OpaqueToken random(Ids ids) {
        return random(ids, "");
    }

    /** A new one that begins with a prefix by which people and scanners know it. */
    public static OpaqueToken random(Ids ids, String prefix) {
        return new OpaqueToken(
                prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(ids.secret(RANDOM_BYTES)));
    }

    /** SHA-256 of the value. */
    public byte[] hash() {
        return sha256(value);
    }

    /** SHA-256 of a text's UTF-8 bytes. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "OpaqueToken[…]";
    }
}
