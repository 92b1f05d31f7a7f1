package dev.holdfast.platform.changes.stream;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.ChangesSettings;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Authentication;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;
import tools.jackson.databind.json.JsonMapper;

/** The live stream. Each one has a virtual thread that waits for what there is to say, and writes it. */
@RestController
final class StreamController {
    private static final Logger log = LoggerFactory.getLogger(StreamController.class);
    private static final long NO_TIMEOUT = 0;
    private static final int RECONNECT_MILLIS = 2_000;
    private static final int SCHEME_LENGTH = "Bearer ".length();

    private final Streams streams;
    private final Authentication authentication;
    private final JsonMapper json;
    private final Duration heartbeat;

    StreamController(Streams streams, Authentication authentication, JsonMapper json, ChangesSettings settings) {
        this.streams = streams;
        this.authentication = authentication;
        this.json = json;
        this.heartbeat = settings.heartbeat();
    }

    /** Tells by events that there is something to pull. */
    @Access(value = Access.Rule.ACCOUNT, scope = "sync:read")
    @GetMapping(path = "/api/sync/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(Actor actor, @RequestHeader("Authorization") String credential, HttpServletResponse response) {
        Subscription subscription = streams.open(actor);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
        String bearer = credential
                .substring(Math.min(SCHEME_LENGTH, credential.length()))
                .trim();
        Thread.ofVirtual().name("stream").start(() -> run(subscription, emitter, bearer));
        return emitter;
    }

    private void run(Subscription subscription, SseEmitter emitter, String bearer) {
        try {
            emitter.send(SseEmitter.event().reconnectTime(RECONNECT_MILLIS).comment("follow"));
            long checked = System.nanoTime();
            boolean open = true;
            while (open) {
                long left = heartbeat.toNanos() - (System.nanoTime() - checked);
                List<StreamEvent> events = subscription.take(Duration.ofNanos(Math.max(0, left)));
                open = send(emitter, events);
                if (open && subscription.takeStale()) {
                    refresh(subscription);
                }
                if (open && System.nanoTime() - checked >= heartbeat.toNanos()) {
                    check(subscription, bearer);
                    emitter.send(SseEmitter.event().comment("alive"));
                    checked = System.nanoTime();
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            log.debug("A stream's client went away", e);
            emitter.completeWithError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException | Error e) {
            // Without this the client would be left with a connection on which nothing ever comes.
            log.warn("A stream ended by a fault; its client comes again", e);
            emitter.completeWithError(e);
        } finally {
            streams.close(subscription);
        }
    }

    /** Answers whether the stream goes on. */
    private boolean send(SseEmitter emitter, List<StreamEvent> events) throws IOException {
        for (StreamEvent event : events) {
            emitter.send(event(event));
        }
        return events.isEmpty() || !(events.getLast() instanceof StreamEvent.Bye);
    }

    private SseEventBuilder event(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Changed changed -> event("changed", changed);
            case StreamEvent.Spaces spaces -> event("spaces", spaces);
            case StreamEvent.Bye bye -> event("bye", Map.of("reason", bye.reason()));
        };
    }

    private SseEventBuilder event(String name, Object data) {
        return SseEmitter.event().name(name).data(json.writeValueAsString(data));
    }

    private void check(Subscription subscription, String bearer) {
        try {
            Actor now = authentication.authenticate(bearer, subscription.actor().origin());
            log.trace("Still {}", now.kind());
        } catch (Problem problem) {
            subscription.end("expired");
            return;
        }
        refresh(subscription);
    }

    private void refresh(Subscription subscription) {
        try {
            streams.refresh(subscription);
        } catch (Problem problem) {
            subscription.end("revoked");
        } catch (RuntimeException e) {
            log.warn("Couldn't check a stream's membership; checking again later", e);
        }
    }
}
