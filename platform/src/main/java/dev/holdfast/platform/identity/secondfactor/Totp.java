package dev.holdfast.platform.identity.secondfactor;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords as every authenticator app computes them: RFC 6238 with HMAC-SHA-1, 6 digits, 30 s. */
final class Totp {
    static final int SECRET_BYTES = 20;

    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final long STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;
    /** Steps before and after the present one whose codes are taken, for clocks that differ (RFC 6238, 5.2). */
    private static final int WINDOW = 1;

    private Totp() {}

    /** Whether a text has the form of a code. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** The time step whose code this is, the latest one first; empty when it is the code of none that is taken now. */
    static OptionalLong step(byte[] secret, String code, Instant now) {
        long present = now.getEpochSecond() / STEP_SECONDS;
        OptionalLong found = OptionalLong.empty();
        for (long step = present + WINDOW; step >= present - WINDOW; step--) {
            // All are compared, whichever fits, so that the time taken tells nothing.
            if (same(code(secret, step), code) && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of a time step. */
    static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int bits = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", bits % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java runtime has HMAC-SHA-1", e);
        }
    }

    /** A secret as people type it: base 32 (RFC 4648) without padding. */
    static String base32(byte[] secret) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : secret) {
            held = held << 8 | b & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt(held >> bits & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE32.charAt(held << 5 - bits & 31));
        }
        return text.toString();
    }

    /** The address that authenticator apps read as a QR code (the Key Uri Format of Google Authenticator). */
    static String uri(byte[] secret, String issuer, String label) {
        return "otpauth://totp/" + encode(issuer) + ":" + encode(label) + "?secret=" + base32(secret) + "&issuer="
                + encode(issuer) + "&algorithm=SHA1&digits=6&period=" + STEP_SECONDS;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
