package dev.holdfast.platform.http;

import java.time.Duration;

/**
 * A limit that a part declares as a bean: so many calls at once, filled up again evenly over the period.
 *
 * @param name lower case words joined by {@code -}, e.g. {@code login-account}
 * @param calls calls that a full bucket allows, at least 1
 * @param period the time in which an empty bucket fills up
 * @param about what is counted, and by which key, in one sentence for the settings' documentation
 */
public record RateLimit(String name, int calls, Duration period, String about) {

    public RateLimit {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*") || name.length() > 40) {
            throw new IllegalArgumentException("not a limit's name: " + name);
        }
        if (calls < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a limit allows at least one call in a time above zero: " + name);
        }
    }
}
