package dev.holdfast.platform.jobs.schedules;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import dev.holdfast.platform.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Reads cron expressions as Unix has them: minute, hour, day of month, month, day of week. */
final class CronTimes {
    private static final int CRON_LENGTH_MAX = 100;
    private static final int ZONE_LENGTH_MAX = 60;
    private static final Duration NEVER = Duration.ofDays(366 * 10L);

    private CronTimes() {}

    /** The first time after another. Throws INVALID for an expression or a zone that can't be read, or never comes. */
    static Instant next(String cron, String zone, Instant after) {
        Fields fields = new Fields();
        fields.name("cron", cron, CRON_LENGTH_MAX);
        fields.name("zone", zone, ZONE_LENGTH_MAX);
        fields.orThrow();
        ZoneId place = zone(zone, fields);
        fields.orThrow();
        try {
            CronSchedule schedule = new CronSchedule(cron, place, CronStyle.UNIX);
            if (!schedule.isDisabled()) {
                Instant next = schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
                if (next.isBefore(after.plus(NEVER))) {
                    return next;
                }
            }
            fields.refuse("cron", "never comes; pause the schedule by enabled: false");
        } catch (IllegalArgumentException | DateTimeException e) {
            fields.refuse(
                    "cron", "must be five fields like 0 2 * * * (minute, hour, day of month, month, day of week)");
        }
        fields.orThrow();
        return after;
    }

    private static ZoneId zone(String zone, Fields fields) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            fields.refuse("zone", "must be a time zone like Europe/Zurich");
            return ZoneId.of("UTC");
        }
    }
}
