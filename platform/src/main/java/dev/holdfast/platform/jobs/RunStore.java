package dev.holdfast.platform.jobs;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows of jobs, as their runs change them: every change but the start names the run's lease. */
@Repository
final class RunStore {
    private static final int ERROR_LENGTH_MAX = 2_000;

    private static final String FIND = """
            select * from platform.jobs where id = :id
            """;
    private static final String LOCK_SPACE = """
            select cast(pg_advisory_xact_lock(hashtextextended(cast(:space as text), 7)) as text)
            """;
    private static final String COUNT_RUNNING = """
            select count(*) from platform.jobs where space_id = :space and status = 'running' and id <> :id
            """;
    private static final String HOLD_BACK = """
            update platform.jobs set held = true, status = 'queued', lease = null where id = :id
            """;
    private static final String START = """
            update platform.jobs
               set status = 'running', lease = :lease, attempt = attempt + 1, held = false,
                   started_at = coalesce(started_at, :now)
             where id = :id and status in ('queued', 'running')
            returning *
            """;
    private static final String HOLD = """
            select cancel_requested from platform.jobs
             where id = :id and lease = :lease and status = 'running'
               for no key update
            """;
    private static final String PEEK = """
            select cancel_requested from platform.jobs where id = :id and lease = :lease and status = 'running'
            """;
    private static final String CHECKPOINT = """
            update platform.jobs set checkpoint = cast(:state as jsonb) where id = :id and lease = :lease
            """;
    private static final String PROGRESS = """
            update platform.jobs set progress_pct = :percent, totals = cast(:totals as jsonb) where id = :id and lease = :lease
            """;
    private static final String COMPLETE = """
            update platform.jobs
               set status = 'completed', progress_pct = 100, result = cast(:result as jsonb), error = null, finished_at = :now,
                   lease = null
             where id = :id and lease = :lease and status = 'running'
            """;
    private static final String END = """
            update platform.jobs
               set status = :status, error = :error, finished_at = :now, lease = null
             where id = :id and lease = :lease and status = 'running'
            """;
    private static final String REQUEUE = """
            update platform.jobs
               set status = 'queued', error = coalesce(:error, error), attempt = attempt - :uncounted, lease = null
             where id = :id and lease = :lease and status = 'running'
            """;
    private static final String WAKE_NEXT = """
            update platform.scheduled_tasks t
               set execution_time = :now, version = t.version + 1
             where t.task_name = 'job' and not t.picked and t.execution_time > :now
               and t.task_instance = (select min(j.id::text) from platform.jobs j
                                       where j.space_id = :space and j.status = 'queued' and j.held)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    RunStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Job> find(UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .query((row, n) -> JobStore.job(row, json))
                .optional();
    }

    /** Serialises the starts of one space's jobs until the transaction ends. */
    void lockSpace(UUID space) {
        jdbc.sql(LOCK_SPACE).param("space", space.toString()).query().singleRow();
    }

    int running(UUID space, UUID except) {
        return jdbc.sql(COUNT_RUNNING)
                .param("space", space)
                .param("id", except)
                .query(Integer.class)
                .single();
    }

    void holdBack(UUID id) {
        jdbc.sql(HOLD_BACK).param("id", id).update();
    }

    Optional<Job> start(UUID id, UUID lease, Instant now) {
        return jdbc.sql(START)
                .param("id", id)
                .param("lease", lease)
                .param("now", at(now))
                .query((row, n) -> JobStore.job(row, json))
                .optional();
    }

    /** Locks the job's row until the transaction ends and tells whether it was canceled; empty when the lease isn't the run's. */
    Optional<Boolean> hold(UUID id, UUID lease) {
        return jdbc.sql(HOLD)
                .param("id", id)
                .param("lease", lease)
                .query(Boolean.class)
                .optional();
    }

    /** Like {@link #hold}, without a lock. */
    Optional<Boolean> peek(UUID id, UUID lease) {
        return jdbc.sql(PEEK)
                .param("id", id)
                .param("lease", lease)
                .query(Boolean.class)
                .optional();
    }

    void checkpoint(UUID id, UUID lease, JsonNode state) {
        jdbc.sql(CHECKPOINT)
                .param("id", id)
                .param("lease", lease)
                .param("state", state.toString())
                .update();
    }

    void progress(UUID id, UUID lease, int percent, JsonNode totals) {
        jdbc.sql(PROGRESS)
                .param("id", id)
                .param("lease", lease)
                .param("percent", percent)
                .param("totals", totals.toString())
                .update();
    }

    boolean complete(UUID id, UUID lease, @Nullable JsonNode result, Instant now) {
        return jdbc.sql(COMPLETE)
                        .param("id", id)
                        .param("lease", lease)
                        .param("result", result == null ? null : result.toString())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    boolean end(UUID id, UUID lease, String status, @Nullable String error, Instant now) {
        return jdbc.sql(END)
                        .param("id", id)
                        .param("lease", lease)
                        .param("status", status)
                        .param("error", cut(error))
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Back into the queue; a run that doesn't count leaves the number of attempts as it was. */
    boolean requeue(UUID id, UUID lease, @Nullable String error, boolean counts) {
        return jdbc.sql(REQUEUE)
                        .param("id", id)
                        .param("lease", lease)
                        .param("error", cut(error))
                        .param("uncounted", counts ? 0 : 1)
                        .update()
                == 1;
    }

    /** Makes the oldest job due that waits because its space was at its cap. */
    void wakeNext(UUID space, Instant now) {
        jdbc.sql(WAKE_NEXT).param("space", space).param("now", at(now)).update();
    }

    private static @Nullable String cut(@Nullable String error) {
        if (error == null) {
            return null;
        }
        String clean = error.replace('\0', ' ');
        return clean.length() <= ERROR_LENGTH_MAX ? clean : clean.substring(0, ERROR_LENGTH_MAX);
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
