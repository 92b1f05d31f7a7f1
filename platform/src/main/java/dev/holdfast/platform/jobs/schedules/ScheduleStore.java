package dev.holdfast.platform.jobs.schedules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of schedules. Only the program's own transactions reach them. */
@Repository
final class ScheduleStore {
    private static final String DECLARE = """
            insert into platform.schedules as s (name, cron, zone, next_run_at)
            values (:name, :cron, :zone, :next)
                on conflict (name) do update
               set cron = excluded.cron, zone = excluded.zone,
                   next_run_at = case when s.cron = excluded.cron and s.zone = excluded.zone then s.next_run_at
                                      else excluded.next_run_at end
             where not s.changed
            """;
    private static final String LIST = """
            select * from platform.schedules where name in (:names) order by name
            """;
    private static final String LOCK = """
            select * from platform.schedules where name = :name for update
            """;
    private static final String DUE = """
            select * from platform.schedules
             where name in (:names) and enabled and next_run_at <= :now
             order by name
               for update skip locked
            """;
    private static final String CHANGE = """
            update platform.schedules
               set cron = :cron, zone = :zone, enabled = :enabled, next_run_at = :next, changed = true
             where name = :name
            """;
    private static final String RAN = """
            update platform.schedules
               set next_run_at = :next, last_job_id = coalesce(cast(:job as uuid), last_job_id)
             where name = :name
            """;

    private final JdbcClient jdbc;

    ScheduleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes a schedule known; leaves alone what an administrator has changed. */
    void declare(String name, String cron, String zone, Instant next) {
        jdbc.sql(DECLARE)
                .param("name", name)
                .param("cron", cron)
                .param("zone", zone)
                .param("next", at(next))
                .update();
    }

    List<Timetable> list(Set<String> names) {
        return jdbc.sql(LIST)
                .param("names", names)
                .query((row, n) -> timetable(row))
                .list();
    }

    Optional<Timetable> lock(String name) {
        return jdbc.sql(LOCK)
                .param("name", name)
                .query((row, n) -> timetable(row))
                .optional();
    }

    /** Locks those whose time has come and that no other node has locked. */
    List<Timetable> due(Set<String> names, Instant now) {
        return jdbc.sql(DUE)
                .param("names", names)
                .param("now", at(now))
                .query((row, n) -> timetable(row))
                .list();
    }

    void change(Timetable timetable) {
        jdbc.sql(CHANGE)
                .param("name", timetable.name())
                .param("cron", timetable.cron())
                .param("zone", timetable.zone())
                .param("enabled", timetable.enabled())
                .param("next", at(timetable.nextRunAt()))
                .update();
    }

    void ran(String name, @Nullable UUID job, @Nullable Instant next) {
        jdbc.sql(RAN)
                .param("name", name)
                .param("job", job == null ? null : job.toString())
                .param("next", at(next))
                .update();
    }

    private static Timetable timetable(ResultSet row) throws SQLException {
        OffsetDateTime next = row.getObject("next_run_at", OffsetDateTime.class);
        return new Timetable(
                row.getString("name"),
                row.getString("cron"),
                row.getString("zone"),
                row.getBoolean("enabled"),
                next == null ? null : next.toInstant(),
                row.getObject("last_job_id", UUID.class),
                null);
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant time) {
        return time == null ? null : OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
