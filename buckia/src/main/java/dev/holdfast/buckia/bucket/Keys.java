package dev.holdfast.buckia.bucket;

import java.nio.charset.StandardCharsets;

/** Which keys objects may have. */
public final class Keys {
    /** The longest key in bytes of UTF-8, which every provider takes. */
    public static final int BYTES_MAX = 1_024;

    private Keys() {}

    /**
     * Lets a key through that any provider can have: 1 to 1,024 bytes of UTF-8; no U+0000 to U+001F, U+007F, backslash or
     * lone surrogate; no empty segment, {@code .} or {@code ..} between slashes, so no slash at either end.
     *
     * @return the key
     * @throws BucketException with {@link BucketError#BAD_KEY} and the rule that it breaks
     */
    public static String check(String key) {
        if (key.isEmpty() || key.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw bad(key, "must have 1 to 1,024 bytes");
        }
        for (int at = 0; at < key.length(); at++) {
            char each = key.charAt(at);
            if (each < 0x20 || each == 0x7f || each == '\\') {
                throw bad(key, "holds the character U+%04X".formatted((int) each));
            }
            if (Character.isHighSurrogate(each)
                    && at + 1 < key.length()
                    && Character.isLowSurrogate(key.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(each)) {
                throw bad(key, "holds half of a surrogate pair");
            }
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw bad(key, "has the segment '" + segment + "'");
            }
        }
        return key;
    }

    /** Lets a prefix through: empty, or a key and a slash. */
    public static String checkPrefix(String prefix) {
        if (!prefix.isEmpty()) {
            if (!prefix.endsWith("/")) {
                throw bad(prefix, "is a prefix and must end with '/'");
            }
            var unused = check(prefix.substring(0, prefix.length() - 1));
        }
        return prefix;
    }

    private static BucketException bad(String key, String rule) {
        String shown = key.length() > 200 ? key.substring(0, 200) + "…" : key;
        return new BucketException(
                BucketError.BAD_KEY, "not a key: '" + shown.replaceAll("\\p{Cntrl}", "�") + "' " + rule);
    }
}
