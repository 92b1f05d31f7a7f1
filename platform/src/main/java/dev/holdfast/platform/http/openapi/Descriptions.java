package dev.holdfast.platform.http.openapi;

import java.util.Locale;
import java.util.Map;

/** What the parameters mean that many routes share; a route's own documentation wins. */
final class Descriptions {
    private static final Map<String, String> SHARED = Map.ofEntries(
            Map.entry("cursor", "Where the list goes on: nextCursor of the page before, for the same question."),
            Map.entry("limit", "How many items a page holds at most: 1 to 200, 50 when left out."),
            Map.entry("If-Match", "The ETag that was seen last, a list of them, or * to overwrite whatever is there."),
            Map.entry("If-None-Match", "ETags that the client has; 304 when one is current."),
            Map.entry(
                    "Idempotency-Key",
                    "1 to 255 printable ASCII characters. The same request again within 24 h has its effect once and is answered alike."),
            Map.entry("X-Vendor-Id", "The space in which the request acts, for who belongs to several."),
            Map.entry("query", "Words to search for."),
            Map.entry("q", "Words to search for."),
            Map.entry("deleted", "true lists what was deleted instead."),
            Map.entry("from", "The start of the range."),
            Map.entry("to", "The end of the range."),
            Map.entry("token", "The secret part of a link."));

    private Descriptions() {}

    /** The description of a shared parameter; for others, what its name says. */
    static String of(String parameter) {
        String known = SHARED.get(parameter);
        if (known != null) {
            return known;
        }
        if (parameter.equals("id") || parameter.endsWith("Id") || parameter.endsWith("id")) {
            return "A UUID of 36 characters.";
        }
        return "The "
                + parameter
                        .replaceAll("([a-z])([A-Z])", "$1 $2")
                        .toLowerCase(Locale.ROOT)
                        .replace('-', ' ') + ".";
    }
}
