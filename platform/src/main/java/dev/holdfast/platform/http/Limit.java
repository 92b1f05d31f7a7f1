package dev.holdfast.platform.http;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import org.jspecify.annotations.Nullable;

/** The {@code limit} of a list: how many items one page holds at most. */
public final class Limit {
    public static final int DEFAULT = 50;
    public static final int MAX = 200;

    private Limit() {}

    /** Reads the parameter: 1–{@value #MAX}, {@value #DEFAULT} when it was left out; anything else is 400 MALFORMED. */
    public static int parse(@Nullable String value) {
        return parse(value, DEFAULT, MAX);
    }

    /** The same for a route with a default and a greatest value of its own. */
    public static int parse(@Nullable String value, int otherwise, int max) {
        if (value == null) {
            return otherwise;
        }
        if (value.length() <= 9 && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= max) {
                return limit;
            }
        }
        throw new Problem(Code.MALFORMED, "Parameter limit must be a whole number from 1 to " + max + ".");
    }
}
