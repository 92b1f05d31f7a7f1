package dev.holdfast.platform.jobs.schedules;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.jobs.Job;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Schedules over HTTP, for administrators. */
@RestController
final class ScheduleController {
    private final Schedules schedules;

    ScheduleController(Schedules schedules) {
        this.schedules = schedules;
    }

    record LastRun(
            UUID jobId,
            String status,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String summary) {}

    record Body(
            String name,
            String cron,
            String zone,
            boolean enabled,
            @Nullable Instant nextRunAt,
            @Nullable LastRun lastRun) {}

    record Items(List<Body> items) {}

    @JsonIgnoreProperties({"name", "nextRunAt", "lastRun"})
    record Patch(
            @Nullable String cron,
            @Nullable String zone,
            @Nullable Boolean enabled) {}

    record Queued(UUID jobId) {}

    /** What runs by the calendar, and how it last ended. */
    @GetMapping("/api/schedules")
    @Access(Access.Rule.ADMIN)
    Items list(Actor actor) {
        return new Items(
                schedules.list(actor).stream().map(ScheduleController::body).toList());
    }

    /** Changes when something runs, or whether it does. */
    @PatchMapping("/api/schedules/{name}")
    @Access(Access.Rule.ADMIN)
    Body change(Actor actor, @PathVariable String name, @RequestBody Patch patch) {
        return body(schedules.change(
                actor,
                name,
                Optional.ofNullable(patch.cron()),
                Optional.ofNullable(patch.zone()),
                Optional.ofNullable(patch.enabled())));
    }

    /** Runs something of the calendar now. */
    @Problems(Code.CONFLICT)
    @PostMapping("/api/schedules/{name}/run")
    @Access(Access.Rule.ADMIN)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Queued run(Actor actor, @PathVariable String name) {
        return new Queued(schedules.run(actor, name));
    }

    private static Body body(Timetable timetable) {
        return new Body(
                timetable.name(),
                timetable.cron(),
                timetable.zone(),
                timetable.enabled(),
                timetable.nextRunAt(),
                lastRun(timetable.lastRun()));
    }

    private static @Nullable LastRun lastRun(@Nullable Job job) {
        if (job == null) {
            return null;
        }
        return new LastRun(
                job.id(),
                job.status().name().toLowerCase(Locale.ROOT),
                job.startedAt(),
                job.finishedAt(),
                summary(job));
    }

    /** In words where the job left some ({@code summary}), else its result as it is, else why it failed. */
    private static @Nullable String summary(Job job) {
        JsonNode result = job.result();
        if (job.status() == Job.Status.FAILED || result == null) {
            return job.error();
        }
        JsonNode words = result.get("summary");
        return words != null && words.isString() ? words.asString() : result.toString();
    }
}
