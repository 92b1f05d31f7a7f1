package dev.holdfast.buckia.bucket;

import org.jspecify.annotations.Nullable;

/**
 * What must hold of an object for a put to happen.
 *
 * @param kind none, absent or matches
 * @param tag the tag that the object must have, for matches only
 */
public record Condition(Kind kind, @Nullable String tag) {
    private static final Condition NONE = new Condition(Kind.NONE, null);
    private static final Condition ABSENT = new Condition(Kind.ABSENT, null);

    /** The kinds of condition. */
    public enum Kind {
        /** Always. */
        NONE,
        /** Only if there is no object. */
        ABSENT,
        /** Only if the object has the tag. */
        MATCHES
    }

    /** No condition. */
    public static Condition none() {
        return NONE;
    }

    /** There is no object under the key. */
    public static Condition absent() {
        return ABSENT;
    }

    /** The object has this {@link ObjectInfo#tag()}. */
    public static Condition matches(String tag) {
        return new Condition(Kind.MATCHES, tag);
    }
}
