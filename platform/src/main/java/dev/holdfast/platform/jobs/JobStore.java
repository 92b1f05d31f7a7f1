package dev.holdfast.platform.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows of jobs, as those who ask for them see them. */
@Repository
final class JobStore {
    private static final String INSERT = """
            insert into platform.jobs (id, space_id, account_id, kind, status, payload, created_at)
            values (:id, cast(:space as uuid), cast(:account as uuid), :kind, 'queued', cast(:payload as jsonb), :now)
            """;
    private static final String QUEUE = """
            select cast(platform.queue_job(:id, :at) as text)
            """;
    private static final String FIND = """
            select * from platform.jobs where id = :id
            """;
    private static final String LOCK = """
            select * from platform.jobs where id = :id for no key update
            """;
    private static final String LIST_OWN = """
            select * from platform.jobs
             where account_id = :account
               and (cast(:space as uuid) is null or space_id = cast(:space as uuid))
               and (cast(:kind as text) is null or kind = :kind)
               and (cast(:status as text) is null or status = :status)
               and (cast(:before as uuid) is null or id < cast(:before as uuid))
             order by id desc
             limit :limit
            """;
    private static final String LIST_ALL = """
            select * from platform.jobs
             where (cast(:kind as text) is null or kind = :kind)
               and (cast(:status as text) is null or status = :status)
               and (cast(:before as uuid) is null or id < cast(:before as uuid))
             order by id desc
             limit :limit
            """;
    private static final String CANCEL = """
            update platform.jobs
               set cancel_requested = true,
                   status = case status when 'queued' then 'canceled' else status end,
                   finished_at = case status when 'queued' then cast(:now as timestamptz) else finished_at end
             where id = :id and status in ('queued', 'running')
            """;
    private static final String RETRY = """
            update platform.jobs
               set status = 'queued', attempt = 0, cancel_requested = false, error = null, finished_at = null
             where id = :id and status in ('failed', 'canceled')
            """;
    private static final String RECOVER = """
            insert into platform.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            select 'job', j.id::text, :now, false, 1
              from platform.jobs j
             where j.status in ('queued', 'running')
               and j.created_at < :before
               and not exists (select from platform.scheduled_tasks t where t.task_name = 'job' and t.task_instance = j.id::text)
                on conflict do nothing
            """;
    private static final String FORGET = """
            delete from platform.jobs
             where finished_at < :before and status in ('completed', 'canceled')
                or finished_at < :failedBefore and status = 'failed'
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    JobStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(UUID id, String kind, JsonNode payload, @Nullable UUID space, @Nullable UUID account, Instant now) {
        jdbc.sql(INSERT)
                .param("id", id)
                .param("space", text(space))
                .param("account", text(account))
                .param("kind", kind)
                .param("payload", payload.toString())
                .param("now", at(now))
                .update();
    }

    void queue(UUID id, Instant at) {
        jdbc.sql(QUEUE).param("id", id).param("at", at(at)).query().singleRow();
    }

    Optional<Job> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, n) -> job(row, json)).optional();
    }

    Optional<Job> lock(UUID id) {
        return jdbc.sql(LOCK).param("id", id).query((row, n) -> job(row, json)).optional();
    }

    /** Newest first. Of one account, or of all when none is named. */
    List<Job> list(
            @Nullable UUID account,
            @Nullable UUID space,
            @Nullable String kind,
            Job.@Nullable Status status,
            @Nullable UUID before,
            int limit) {
        JdbcClient.StatementSpec statement = account == null
                ? jdbc.sql(LIST_ALL)
                : jdbc.sql(LIST_OWN).param("account", account).param("space", space);
        return statement
                .param("kind", kind)
                .param("status", status == null ? null : name(status))
                .param("before", text(before))
                .param("limit", limit)
                .query((row, n) -> job(row, json))
                .list();
    }

    void cancel(UUID id, Instant now) {
        jdbc.sql(CANCEL).param("id", id).param("now", at(now)).update();
    }

    void retry(UUID id) {
        jdbc.sql(RETRY).param("id", id).update();
    }

    /** Queues what is open but isn't in the queue: a retry that met the end of the run before it. */
    int recover(Instant createdBefore, Instant now) {
        return jdbc.sql(RECOVER)
                .param("before", at(createdBefore))
                .param("now", at(now))
                .update();
    }

    /** Deletes what finished before. */
    int forget(Instant before, Instant failedBefore) {
        return jdbc.sql(FORGET)
                .param("before", at(before))
                .param("failedBefore", at(failedBefore))
                .update();
    }

    static Job job(ResultSet row, JsonMapper json) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                row.getObject("space_id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getString("kind"),
                Job.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInt("progress_pct"),
                json.readTree(row.getString("payload")),
                json.readTree(row.getString("totals")),
                tree(row, "result", json),
                tree(row, "checkpoint", json),
                row.getString("error"),
                row.getInt("attempt"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable JsonNode tree(ResultSet row, String column, JsonMapper json) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : json.readTree(text);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String name(Job.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
