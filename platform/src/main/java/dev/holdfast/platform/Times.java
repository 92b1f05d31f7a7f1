package dev.holdfast.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as they stand in JSON and in queries: ISO-8601, UTC, exactly three decimals and {@code Z}. */
public final class Times {
    /** The first time that is accepted. */
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    /** The last time that is accepted. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final int LENGTH_MAX = 40;
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** The time in its one form, cut to milliseconds. */
    public static String format(Instant time) {
        return FORM.format(time);
    }

    /**
     * Reads a time with any offset and cuts it to milliseconds.
     *
     * @throws DateTimeException when it isn't one, has no offset, or lies outside the years 0001–9999
     */
    public static Instant read(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new DateTimeException("too long for a time");
        }
        Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new DateTimeException("outside the years 0001 to 9999");
        }
        return time;
    }

    /** Reads a parameter that may be left out; what isn't a time is 400 MALFORMED. */
    public static @Nullable Instant parameter(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return read(value);
        } catch (DateTimeException e) {
            throw new Problem(Code.MALFORMED, "Parameter " + name + " must be a time like 2026-01-31T08:00:00.000Z.");
        }
    }
}
