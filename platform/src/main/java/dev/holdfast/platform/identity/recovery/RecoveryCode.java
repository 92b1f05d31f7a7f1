package dev.holdfast.platform.identity.recovery;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.util.Locale;

/**
 * A code that opens an account once: 100 random bits in Crockford's base 32, which has no letters that look like digits.
 *
 * @param value the code as people see it, four groups of five
 */
record RecoveryCode(String value) {
    /** Longest text that is looked at as a code. */
    static final int TEXT_LENGTH_MAX = 100;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LETTERS = 20;
    private static final int GROUP = 5;

    /** A new one. */
    static RecoveryCode random(Ids ids) {
        byte[] secret = ids.secret(LETTERS);
        StringBuilder value = new StringBuilder(LETTERS + LETTERS / GROUP);
        for (int i = 0; i < LETTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                value.append('-');
            }
            value.append(ALPHABET.charAt(secret[i] & 31));
        }
        return new RecoveryCode(value.toString());
    }

    /** SHA-256 of the code, however it was typed: in whatever case, with or without its hyphens, O for 0, I or L for 1. */
    byte[] hash() {
        StringBuilder plain = new StringBuilder(LETTERS);
        for (char c : value.toLowerCase(Locale.ROOT).toCharArray()) {
            switch (c) {
                case ' ', '-' -> {}
                case 'o' -> plain.append('0');
                case 'i', 'l' -> plain.append('1');
                default -> plain.append(c);
            }
        }
        return OpaqueToken.sha256(plain.toString());
    }

    @Override
    public String toString() {
        return "RecoveryCode[…]";
    }
}
