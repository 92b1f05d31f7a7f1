package dev.holdfast.buckia.crypt;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.Hkdf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals with a master key: {@code docs/formats/encryption.md}. */
public final class KeySeal implements Seal {
    private static final int KEY_BYTES = 32;
    private static final int SEGMENT_BYTES = 1 << 16;
    private static final int LENGTH_BYTES = 8;
    private static final int LEAST_BYTES = 4_096;
    private static final int TAG_BYTES = 16;
    private static final int HEADER_BYTES = 1 + KEY_BYTES + 7;

    private final byte[] master;
    private final StreamingAead aead;
    private final SecretKeySpec names;

    /** Seals with a key of 32 bytes. */
    public KeySeal(byte[] master) {
        if (master.length != KEY_BYTES) {
            throw new IllegalArgumentException("a master key has 32 bytes, not " + master.length);
        }
        this.master = master.clone();
        try {
            this.aead = new AesGcmHkdfStreaming(
                    derived(master, "buckia content 1", KEY_BYTES), "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
            this.names = new SecretKeySpec(derived(master, "buckia names 1", KEY_BYTES), "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES and HMAC", e);
        }
    }

    /** Whether bytes may be sealed ones: as long as these are at least, and beginning as these do. */
    public static boolean looksSealed(byte[] bytes) {
        return bytes.length > LEAST_BYTES && bytes[0] == HEADER_BYTES;
    }

    @Override
    public byte[] seal(byte[] open, String context) {
        var out = new ByteArrayOutputStream();
        byte[] padded = new byte[Math.toIntExact(padded(LENGTH_BYTES + (long) open.length))];
        ByteBuffer.wrap(padded).putLong(open.length).put(open);
        try (var sealing = aead.newEncryptingStream(out, context.getBytes(StandardCharsets.UTF_8))) {
            sealing.write(padded);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot be sealed", e);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        try (var opening =
                aead.newDecryptingStream(new ByteArrayInputStream(sealed), context.getBytes(StandardCharsets.UTF_8))) {
            byte[] padded = opening.readAllBytes();
            long length =
                    padded.length < LENGTH_BYTES ? -1 : ByteBuffer.wrap(padded).getLong();
            if (length < 0 || length > padded.length - LENGTH_BYTES) {
                throw new WrongKeyException("something sealed has a length that can't be");
            }
            return Arrays.copyOfRange(padded, LENGTH_BYTES, LENGTH_BYTES + (int) length);
        } catch (IOException | GeneralSecurityException _) {
            throw new WrongKeyException("what lies below " + context
                    + " doesn't open: another key, or it was changed or moved in the bucket");
        }
    }

    @Override
    public long sealedLength(long open) {
        long padded = padded(LENGTH_BYTES + open);
        // The first segment has room for the header too.
        long first = SEGMENT_BYTES - HEADER_BYTES - TAG_BYTES;
        long others = Math.max(0, padded - first);
        long segments = 1 + (others + SEGMENT_BYTES - TAG_BYTES - 1) / (SEGMENT_BYTES - TAG_BYTES);
        return HEADER_BYTES + padded + segments * TAG_BYTES;
    }

    @Override
    public byte[] derived(String purpose, int length) {
        return derived(master, purpose, length);
    }

    @Override
    public String hide(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(names);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }

    /** Padmé (Nikitin and others, 2019), and at least 4,096. */
    static long padded(long length) {
        if (length <= LEAST_BYTES) {
            return LEAST_BYTES;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(length);
        int kept = 32 - Integer.numberOfLeadingZeros(exponent);
        long mask = (1L << (exponent - kept)) - 1;
        return length + mask & ~mask;
    }

    static byte[] derived(byte[] master, String info, int length) {
        try {
            return Hkdf.computeHkdf("HmacSha256", master, new byte[0], info.getBytes(StandardCharsets.UTF_8), length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }
}
