package dev.holdfast.platform.jobs.schedules;

import dev.holdfast.platform.jobs.Job;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a schedule stands.
 *
 * @param cron five fields as Unix has them
 * @param zone the time zone that they are read in
 * @param nextRunAt when it runs next; null while it is paused
 * @param lastJob the job of its last run; null while it never ran, or when that was long ago
 */
public record Timetable(
        String name,
        String cron,
        String zone,
        boolean enabled,
        @Nullable Instant nextRunAt,
        @Nullable UUID lastJob,
        @Nullable Job lastRun) {

    Timetable withLastRun(@Nullable Job job) {
        return new Timetable(name, cron, zone, enabled, nextRunAt, lastJob, job);
    }

    Timetable changed(String newCron, String newZone, boolean nowEnabled, @Nullable Instant next) {
        return new Timetable(name, newCron, newZone, nowEnabled, next, lastJob, lastRun);
    }
}
