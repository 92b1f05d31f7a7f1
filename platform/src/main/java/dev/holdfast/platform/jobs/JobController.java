package dev.holdfast.platform.jobs;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs over HTTP. */
@RestController
final class JobController {
    private static final String READ = "jobs:read";
    private static final String WRITE = "jobs:write";

    private final Jobs jobs;
    private final InstantSource clock;
    private final JsonMapper json;

    JobController(Jobs jobs, InstantSource clock, JsonMapper json) {
        this.jobs = jobs;
        this.clock = clock;
        this.json = json;
    }

    record Body(
            UUID id,
            String kind,
            String status,
            int progressPct,
            JsonNode totals,
            JsonNode result,
            @Nullable String errorUrl,
            int attempt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Long etaSeconds) {}

    /** One's jobs, newest first; an administrator may see everybody's. */
    @GetMapping("/api/jobs")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<Body> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        Job.Status only = status == null ? null : status(status);
        Cursor.Question question = Cursor.question("jobs", kind, status, all);
        Cursor from = question.read(cursor);
        UUID before = from == null ? null : from.uuid(0);
        int size = Limit.parse(limit);
        List<Job> found = all
                ? jobs.listAll(actor, kind, only, before, size + 1)
                : jobs.list(actor, kind, only, before, size + 1);
        return Page.of(found, size, job -> question.after(job.id())).map(this::body);
    }

    /** One job with its progress. */
    @GetMapping("/api/jobs/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Body get(Actor actor, @PathVariable UUID id) {
        return body(jobs.get(actor, id));
    }

    /** Asks a job to stop. */
    @Problems(Code.CONFLICT)
    @PostMapping("/api/jobs/{id}/cancel")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    Body cancel(Actor actor, @PathVariable UUID id) {
        return body(jobs.cancel(actor, id));
    }

    /** Runs a failed job again. */
    @Problems(Code.CONFLICT)
    @PostMapping("/api/jobs/{id}/retry")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    Body retry(Actor actor, @PathVariable UUID id) {
        return body(jobs.retry(actor, id));
    }

    private Body body(Job job) {
        JsonNode result = job.result() == null ? json.createObjectNode() : job.result();
        if (job.status() == Job.Status.FAILED) {
            result = json.createObjectNode().put("error", job.error());
        }
        return new Body(
                job.id(),
                job.kind(),
                job.status().name().toLowerCase(Locale.ROOT),
                job.progressPct(),
                job.totals(),
                result,
                null,
                job.attempt(),
                job.startedAt(),
                job.finishedAt(),
                etaSeconds(job));
    }

    private @Nullable Long etaSeconds(Job job) {
        Instant started = job.startedAt();
        if (job.status() != Job.Status.RUNNING || started == null || job.progressPct() == 0) {
            return null;
        }
        long elapsed = Duration.between(started, clock.instant()).toSeconds();
        return Math.max(0, elapsed * (100 - job.progressPct()) / job.progressPct());
    }

    private static Job.Status status(String word) {
        return Arrays.stream(Job.Status.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Code.MALFORMED,
                        "Parameter status must be one of queued, running, failed, completed, canceled."));
    }
}
