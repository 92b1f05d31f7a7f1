package dev.holdfast.platform.http.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells balancers and supervisors how the server is. */
@RestController
final class StateController {
    private static final int SECONDS_TO_WAIT = 2;

    private final Readiness readiness;

    StateController(Readiness readiness) {
        this.readiness = readiness;
    }

    /**
     * How the server is.
     *
     * @param status {@code up} or {@code ready}
     * @param failing work beside the requests that has failed for half a minute, e.g. {@code follower/search}; left out when
     *     there is none
     */
    record State(
            String status,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> failing) {}

    /** The process answers. */
    @Access(value = Access.Rule.PUBLIC, limited = false)
    @GetMapping("/healthz")
    State alive() {
        return new State("up", List.of());
    }

    /** The database and everything else that requests need is reached. */
    @Access(value = Access.Rule.PUBLIC, limited = false)
    @GetMapping("/readyz")
    State ready() throws InterruptedException {
        List<String> missing = readiness.missing();
        if (!missing.isEmpty()) {
            throw new Problem(Code.UNAVAILABLE, "Not ready: " + String.join(", ", missing) + ".")
                    .with("missing", missing)
                    .withHeader("Retry-After", Integer.toString(SECONDS_TO_WAIT));
        }
        return new State("ready", readiness.failing());
    }
}
