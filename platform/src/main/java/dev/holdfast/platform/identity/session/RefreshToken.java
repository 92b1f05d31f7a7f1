package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An opaque token of 256 random bits. Only its SHA-256 is stored; being random, it needs no slow hash.
 *
 * @param value what the client holds
 */
record RefreshToken(String value) {
    static final int LENGTH_MAX = 200;
    private static final int RANDOM_BYTES = 32;

    static RefreshToken random(Ids ids) {
        return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(ids.secret(RANDOM_BYTES)));
    }

    byte[] hash() {
        return sha256(value);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[…]";
    }
}
