package dev.holdfast.buckia.bucket.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keys in addresses. */
public final class Percent {
    private Percent() {}

    /** Percent-encodes all but letters, digits and {@code -._~}, and slashes if they are to stay. */
    public static String encode(String text, boolean keepSlash) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            boolean plain = letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || letter == '-'
                    || letter == '.'
                    || letter == '_'
                    || letter == '~'
                    || letter == '/' && keepSlash;
            if (plain) {
                encoded.append(letter);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }
}
