package dev.holdfast.buckia.bucket.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the times in S3's answers. There is one a request, so the usual form of each is read by hand. */
final class Times {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int HTTP_LENGTH = "Wed, 01 Jan 2025 12:00:00 GMT".length();
    private static final int ISO_LENGTH_MIN = "2025-01-01T12:00:00Z".length();

    private Times() {}

    /** The time of a listing, such as {@code 2025-01-01T12:00:00.000Z}; null if it is none. */
    static @Nullable Instant listed(@Nullable String text) {
        try {
            if (text == null) {
                return null;
            }
            if (text.length() >= ISO_LENGTH_MIN && text.endsWith("Z") && text.charAt(10) == 'T') {
                var second = second(text);
                int end = text.length() - 1;
                return end == 19
                        ? second
                        : end == 23 && text.charAt(19) == '.'
                                ? second.plusMillis(number(text, 20, 23))
                                : Instant.parse(text);
            }
            return Instant.parse(text);
        } catch (DateTimeException | NumberFormatException _) {
            return null;
        }
    }

    /** The time of a header, such as {@code Wed, 01 Jan 2025 12:00:00 GMT}; null if it is none. */
    static @Nullable Instant http(String text) {
        try {
            int month =
                    text.length() == HTTP_LENGTH && text.endsWith(" GMT") ? MONTHS.indexOf(text.substring(8, 11)) : -1;
            if (month >= 0 && month % 3 == 0) {
                return LocalDateTime.of(
                                number(text, 12, 16),
                                month / 3 + 1,
                                number(text, 5, 7),
                                number(text, 17, 19),
                                number(text, 20, 22),
                                number(text, 23, 25))
                        .toInstant(ZoneOffset.UTC);
            }
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException | NumberFormatException _) {
            return null;
        }
    }

    private static Instant second(String text) {
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseUnsignedInt(text, from, to, 10);
    }
}
