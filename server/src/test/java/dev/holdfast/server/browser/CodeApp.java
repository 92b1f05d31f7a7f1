package dev.holdfast.server.browser;

import dev.holdfast.server.run.Program;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A person's app for codes (RFC 6238), written without ours. */
record CodeApp(byte[] key) {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    /** One that was shown the secret, 32 letters of Base32. */
    static CodeApp of(String secret) {
        BigInteger bits = BigInteger.ZERO;
        for (char letter : secret.toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(letter)));
        }
        byte[] bytes = bits.toByteArray();
        byte[] key = new byte[20];
        int kept = Math.min(bytes.length, key.length);
        System.arraycopy(bytes, bytes.length - kept, key, key.length - kept, kept);
        return new CodeApp(key);
    }

    /** The code of now, or of some steps later. */
    String code(long stepsLater) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        long step = Program.systemClock().instant().getEpochSecond() / STEP_SECONDS + stepsLater;
        byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        int bits = ByteBuffer.wrap(Arrays.copyOfRange(hash, offset, offset + 4)).getInt() & 0x7fffffff;
        return String.format(Locale.ROOT, "%06d", bits % 1_000_000);
    }
}
