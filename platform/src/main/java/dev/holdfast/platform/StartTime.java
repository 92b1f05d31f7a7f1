package dev.holdfast.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * A point in time from which a client wants to follow changes, written as an ISO-8601 instant or as a ULID
 * (<a href="https://github.com/ulid/spec">spec</a>), of which only the time counts.
 */
public final class StartTime {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int ULID_LENGTH = 26;
    private static final int TIME_LENGTH = 10;
    private static final int LENGTH_MAX = 64;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private StartTime() {}

    /**
     * Reads {@code 2026-01-31T12:00:00Z}, with fraction or with another offset, or a ULID in either case.
     *
     * @throws IllegalArgumentException with what is wrong, for anything else and for years outside 1 to 9999
     */
    public static Instant parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a start time has at most " + LENGTH_MAX + " characters");
        }
        Instant time = text.length() == ULID_LENGTH && isCrockford(text) ? ofUlid(text) : ofIso(text);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("'" + text + "' lies outside the years 1 to 9999");
        }
        return time;
    }

    private static boolean isCrockford(String text) {
        return text.toUpperCase(Locale.ROOT).chars().allMatch(character -> CROCKFORD.indexOf(character) >= 0);
    }

    private static Instant ofUlid(String ulid) {
        if (ulid.charAt(0) > '7') {
            throw new IllegalArgumentException(
                    "'" + ulid + "' is no ULID: it begins with 0 to 7, or its time overflows 48 bits");
        }
        long millis = 0;
        for (char character :
                ulid.substring(0, TIME_LENGTH).toUpperCase(Locale.ROOT).toCharArray()) {
            millis = millis << 5 | CROCKFORD.indexOf(character);
        }
        return Instant.ofEpochMilli(millis);
    }

    private static Instant ofIso(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is neither an ISO-8601 instant such as 2026-01-31T12:00:00Z nor a ULID of 26 characters",
                    e);
        }
    }
}
