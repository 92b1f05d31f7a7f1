package dev.holdfast.platform.http;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Success;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Routes that do nothing but show how requests are read and answered. */
@RestController
public class ProbeController {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static volatile CountDownLatch entered = new CountDownLatch(0);
    private static volatile CountDownLatch held = new CountDownLatch(0);

    /** How many orders were taken. */
    public static int calls() {
        return CALLS.get();
    }

    /** Counts {@code inside} down at the next order, which then waits for {@code until}. */
    public static void hold(CountDownLatch inside, CountDownLatch until) {
        entered = inside;
        held = until;
    }

    /**
     * A thing.
     *
     * @param count how many there are
     */
    @JsonIgnoreProperties({"id", "createdAt"})
    public record Thing(
            @Nullable String name,
            @Nullable Integer count,
            @Nullable UUID ref,
            @Nullable Instant at,
            @Nullable Kind kind,
            @Nullable List<String> tags,
            @Nullable Map<String, String> fields,
            @Nullable JsonNode open,
            @Nullable Object any,
            @Nullable Thing inner) {}

    /** Kinds of things. */
    public enum Kind {
        BIG,
        SMALL
    }

    /** A change of a thing. */
    public record ThingPatch(Patch<String> name, Patch<Integer> count, Patch<List<UUID>> refs) {}

    /** Echoes a thing. */
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/api/probe/things")
    public Thing echo(@RequestBody Thing thing) {
        return thing;
    }

    /** Tells what a patch says. */
    @Access(Access.Rule.PUBLIC)
    @PatchMapping("/api/probe/things")
    public Map<String, String> patch(@RequestBody ThingPatch patch) {
        Map<String, String> seen = new LinkedHashMap<>();
        seen.put("name", patch.name().toString());
        seen.put("count", patch.count().toString());
        seen.put("refs", patch.refs().toString());
        return seen;
    }

    /** One thing. */
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/api/probe/things/{id}")
    public ResponseEntity<Map<String, Object>> one(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String q,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
        return ResponseEntity.ok()
                .eTag(ETags.quoted("e1"))
                .body(Map.of("id", id, "q", q == null ? "" : q, "at", Instant.EPOCH));
    }

    /** Who asks. */
    @Access(value = Access.Rule.ACCOUNT, scope = "probe:read")
    @GetMapping("/api/probe/me")
    public Map<String, String> me(Actor actor) {
        return Map.of(
                "account",
                actor.requireAccount().toString(),
                "address",
                actor.origin().address());
    }

    /** Whether one administers. */
    @Access(Access.Rule.ADMIN)
    @GetMapping("/api/probe/admin")
    public Map<String, String> admin() {
        return Map.of("you", "are");
    }

    /** Takes an order. */
    @Access(Access.Rule.ACCOUNT)
    @Problems(Code.CONFLICT)
    @Success({201, 200})
    @PostMapping("/api/probe/orders")
    public ResponseEntity<Map<String, Object>> order(@RequestBody Map<String, Object> order)
            throws InterruptedException {
        int call = CALLS.incrementAndGet();
        entered.countDown();
        if (!held.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("held for too long");
        }
        if (order.containsKey("fail")) {
            throw new IllegalStateException("as the test wants it");
        }
        if (order.containsKey("refuse")) {
            throw new Problem(Code.CONFLICT, "Refused at call " + call);
        }
        return ResponseEntity.status(201)
                .header("Location", "/api/probe/orders/" + call)
                .eTag("\"o" + call + "\"")
                .body(Map.of("call", call));
    }

    /** Fails. */
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/api/probe/broken")
    public String broken() {
        throw new IllegalStateException("secret internals");
    }

    /** The shared route. */
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/api/probe/owned")
    public String shared() {
        return "shared";
    }

    /** The owned route. */
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/api/v1/probe/owned")
    public String owned() {
        return "v1";
    }
}
