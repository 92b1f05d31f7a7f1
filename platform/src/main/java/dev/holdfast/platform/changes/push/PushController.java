package dev.holdfast.platform.changes.push;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Pushing, for clients. */
@RestController
final class PushController {
    private static final int BODY_BYTES_MAX = 10 << 20;

    private final Push push;
    private final JsonMapper json;

    PushController(Push push, JsonMapper json) {
        this.push = push;
        this.json = json;
    }

    /** What a client queued. */
    record Queue(@Nullable List<@Nullable QueuedMutation> mutations) {}

    @Access(value = Access.Rule.ACCOUNT, scope = "sync:write")
    @PostMapping(path = "/api/sync/push", consumes = MediaType.APPLICATION_JSON_VALUE)
    Push.Answer push(Actor actor, HttpServletRequest request) throws IOException {
        List<@Nullable QueuedMutation> mutations = read(request).mutations();
        if (mutations == null) {
            throw Problem.invalid("mutations", "is required");
        }
        int missing = mutations.indexOf(null);
        if (missing >= 0) {
            throw Problem.invalid("mutations[" + missing + "]", "must not be null");
        }
        return push.push(actor, List.copyOf(mutations));
    }

    /** Reads the body itself, because it may be larger than other bodies, and not larger than this. */
    private Queue read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw new Problem(Code.TOO_LARGE, "A push has at most " + BODY_BYTES_MAX + " bytes.");
        }
        try {
            Queue queue = json.readValue(body, Queue.class);
            return queue == null ? new Queue(null) : queue;
        } catch (JacksonException e) {
            throw new HttpMessageNotReadableException("the push can't be read", e, new ServletServerHttpRequest(request));
        }
    }
}
