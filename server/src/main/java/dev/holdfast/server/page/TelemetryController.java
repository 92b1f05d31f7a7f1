package dev.holdfast.server.page;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.BodyMax;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What pages tell of themselves, when their people agreed: no ids, no content, no address is kept. */
@RestController
final class TelemetryController {
    private static final int EVENTS_MAX = 50;
    private static final long MILLIS_MAX = 3_600_000;
    private static final int BODY_BYTES_MAX = 16 << 10;
    private static final Pattern NAME = Pattern.compile("[a-z-]{1,40}");
    private static final List<String> KINDS = List.of(Telemetry.PAGE, Telemetry.ERROR, Telemetry.DURATION);

    private final Telemetry telemetry;
    private final RateLimits limits;
    private final WebSettings settings;

    TelemetryController(Telemetry telemetry, RateLimits limits, WebSettings settings) {
        this.telemetry = telemetry;
        this.limits = limits;
        this.settings = settings;
    }

    /**
     * What happened in a page.
     *
     * @param events at most 50
     */
    record Report(@Required @Nullable List<@Nullable Event> events) {}

    /**
     * One of it.
     *
     * @param kind {@code page}, {@code error} or {@code duration}
     * @param name the page, the kind of error, or what took so long: 1 to 40 of a to z and -
     * @param ms how long, in milliseconds up to an hour; of durations alone
     */
    record Event(
            @Required @Nullable String kind,
            @Required @Nullable String name,
            @Nullable Long ms) {}

    /** Counts what a page tells; not there when the operator turned it off. */
    @Problems(Code.NOT_FOUND)
    @PostMapping("/api/telemetry")
    @Access(Access.Rule.PUBLIC)
    @BodyMax(BODY_BYTES_MAX)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void report(Actor actor, @RequestBody Report report) {
        if (!settings.telemetry()) {
            throw new Problem(Code.NOT_FOUND, "This server takes no telemetry.");
        }
        limits.take(Telemetry.LIMIT, actor.origin().address());
        checked(report).forEach(event -> telemetry.count(event.kind, event.name, event.time));
    }

    private record Checked(String kind, String name, Duration time) {}

    private static List<Checked> checked(Report report) {
        List<@Nullable Event> events = report.events();
        if (events == null) {
            throw Problem.invalid("events", "is required");
        }
        if (events.size() > EVENTS_MAX) {
            throw Problem.invalid("events", "must be at most " + EVENTS_MAX + ", are " + events.size());
        }
        Fields fields = new Fields();
        List<Checked> checked = new ArrayList<>();
        for (Event event : events) {
            checked.add(checked(fields.under("events[" + checked.size() + "]."), event));
        }
        fields.orThrow();
        return checked;
    }

    private static Checked checked(Fields fields, @Nullable Event event) {
        if (event == null) {
            fields.refuse("kind", "is required");
            return new Checked(Telemetry.PAGE, "", Duration.ZERO);
        }
        String kind = fields.oneOf("kind", event.kind(), KINDS);
        String name = fields.required("name", event.name(), "");
        if (event.name() != null && !NAME.matcher(name).matches()) {
            fields.refuse("name", "must be 1 to 40 of a to z and -");
        }
        Long ms = event.ms();
        if (kind.equals(Telemetry.DURATION) ? ms == null || ms < 0 || ms > MILLIS_MAX : ms != null) {
            fields.refuse("ms", "must be 0 to " + MILLIS_MAX + " for a duration, and stands with nothing else");
        }
        return new Checked(kind, name, Duration.ofMillis(ms == null ? 0 : ms));
    }
}
