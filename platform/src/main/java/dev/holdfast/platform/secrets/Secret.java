package dev.holdfast.platform.secrets;

import java.nio.charset.StandardCharsets;

/** A secret text in memory. It never prints: whoever needs it says so by {@link #reveal}. */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** A secret text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** A secret text out of its UTF-8. */
    public static Secret of(byte[] utf8) {
        return new Secret(new String(utf8, StandardCharsets.UTF_8));
    }

    /** The text itself. Don't log it, don't put it into a message. */
    public String reveal() {
        return text;
    }

    /** The text as UTF-8. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
