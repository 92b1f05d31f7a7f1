package dev.holdfast.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules that every text keeps, whatever it is for. */
public final class Texts {
    private static final int UUID_LENGTH = 36;

    private Texts() {}

    /** The rule that a text breaks, for people; null when it may be stored: no U+0000, no half of a surrogate pair. */
    public static @Nullable String fault(String text) {
        if (text.indexOf('\0') >= 0) {
            return "must not contain U+0000";
        }
        return hasLoneSurrogate(text) ? "must not contain lone surrogates" : null;
    }

    /** A UUID in its 36 characters, of either case; null when it isn't one. */
    public static @Nullable UUID uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
