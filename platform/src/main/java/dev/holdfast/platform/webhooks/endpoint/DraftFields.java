package dev.holdfast.platform.webhooks.endpoint;

import dev.holdfast.platform.Fields;
import dev.holdfast.platform.webhooks.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request says of an endpoint, before it is checked. */
record DraftFields(
        @Nullable String url,
        @Nullable List<? extends @Nullable String> events,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable Integer retriesMax,
        @Nullable Integer toleranceSec,
        @Nullable Boolean standardHeaders) {
    private static final int URL_LENGTH_MAX = 2_000;
    private static final int EVENTS_MAX = 50;
    private static final int DESCRIPTION_LENGTH_MAX = 500;

    /** Checks each value; what is wrong is in the fields, and the draft of no use then. */
    static Endpoint.Draft checked(Fields fields, DraftFields draft, Collection<String> types) {
        String url = fields.name("url", draft.url(), URL_LENGTH_MAX);
        if (!url.isBlank() && !isAddress(url)) {
            fields.refuse("url", "must be http or https with a host, without user and fragment");
        }
        List<? extends @Nullable String> events = fields.required("events", draft.events(), List.of());
        checkEvents(fields, events, types);
        return new Endpoint.Draft(
                url,
                events.stream()
                        .<String>mapMulti((event, known) -> {
                            if (event != null) {
                                known.accept(event);
                            }
                        })
                        .distinct()
                        .toList(),
                fields.text("description", draft.description(), DESCRIPTION_LENGTH_MAX),
                fields.required("enabled", draft.enabled(), Boolean.FALSE),
                between(fields, "retriesMax", draft.retriesMax(), 0, 20),
                between(fields, "toleranceSec", draft.toleranceSec(), 30, 3_600),
                fields.required("standardHeaders", draft.standardHeaders(), Boolean.FALSE));
    }

    private static void checkEvents(Fields fields, List<? extends @Nullable String> events, Collection<String> types) {
        if (events.isEmpty() || events.size() > EVENTS_MAX) {
            fields.refuse("events", "must name 1 to " + EVENTS_MAX + " types");
        }
        for (int i = 0; i < Math.min(events.size(), EVENTS_MAX); i++) {
            String event = events.get(i);
            if (event == null || !types.contains(event)) {
                fields.refuse("events[" + i + "]", "must be one of " + String.join(", ", types));
            }
        }
    }

    private static int between(Fields fields, String field, @Nullable Integer value, int min, int max) {
        int number = fields.required(field, value, min);
        if (number < min || number > max) {
            fields.refuse(field, "must be " + min + " to " + max + ", is " + number);
        }
        return number;
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() <= 65_535;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
