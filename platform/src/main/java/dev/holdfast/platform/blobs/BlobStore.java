package dev.holdfast.platform.blobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of blobs. */
@Repository
final class BlobStore {
    /** The field of {@code target} by which a job's own writing is known. */
    static final String JOB = "jobId";

    private static final TypeReference<Map<String, UUID>> TARGET = new TypeReference<>() {};

    private static final String INSERT = """
            insert into platform.blobs (id, space_id, account_id, scope, target, file_name, content_type, declared_bytes,
                                        reserved_bytes, state, created_by, created_at, expires_at)
            values (:id, cast(:space as uuid), cast(:account as uuid), :scope, cast(:target as jsonb), :name, :type,
                    cast(:declared as bigint), :reserved, 'pending', cast(:creator as uuid), :now, :expires)
            """;
    private static final String FIND = """
            select * from platform.blobs where id = :id
            """;
    private static final String LOCK = """
            select * from platform.blobs where id = :id for no key update
            """;
    private static final String LOCK_OF_JOB = """
            select * from platform.blobs
             where state = 'pending' and target ->> 'jobId' = :job
             order by id
               for no key update
            """;
    private static final String LOCK_EXPIRED = """
            select * from platform.blobs
             where state = 'pending' and expires_at < :before
               and (space_id = cast(:space as uuid) or account_id = cast(:account as uuid))
             order by id
               for no key update skip locked
            """;
    private static final String LOCK_ANY_EXPIRED = """
            select * from platform.blobs
             where state = 'pending' and expires_at < :before
             order by expires_at
             limit :limit
               for no key update skip locked
            """;
    private static final String LIST = """
            select * from platform.blobs
             where account_id = :account and scope = :scope and state = 'stored' and deleted_at is null
               and (cast(:before as uuid) is null or id < cast(:before as uuid))
             order by id desc
             limit :limit
            """;
    private static final String EXTEND = """
            update platform.blobs set expires_at = greatest(expires_at, :until) where id = :id and state = 'pending'
            """;
    private static final String BEGIN_COPY = """
            insert into platform.blob_copies (object_key, blob_id, started_at) values (:key, :id, :now)
            """;
    private static final String END_COPY = """
            delete from platform.blob_copies where object_key = :key
            """;
    private static final String STORE = """
            update platform.blobs
               set state = 'stored', reserved_bytes = 0, object_key = :key, content_type = :type, size_bytes = :size,
                   sha256 = :sha256, stored_at = :now
             where id = :id and state = 'pending'
            """;
    private static final String END = """
            update platform.blobs
               set state = :state, refusal = :refusal, reserved_bytes = 0
             where id = :id and state = 'pending'
            """;
    private static final String DELETE = """
            update platform.blobs
               set deleted_at = coalesce(deleted_at, :now), purge_at = least(purge_at, :purge)
             where id = :id and state = 'stored'
            """;
    private static final String RESTORE = """
            update platform.blobs set deleted_at = null, purge_at = null where id = :id and state = 'stored'
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    BlobStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(Blob blob) {
        BlobOwner owner = blob.requireOwner();
        var unused = jdbc.sql(INSERT)
                .param("id", blob.id())
                .param("space", text(owner.space()))
                .param("account", text(owner.account()))
                .param("scope", blob.scope())
                .param("target", json.writeValueAsString(blob.target()))
                .param("name", blob.fileName())
                .param("type", blob.contentType())
                .param(
                        "declared",
                        blob.declaredBytes() == null
                                ? null
                                : blob.declaredBytes().toString())
                .param("reserved", blob.reservedBytes())
                .param("creator", text(blob.createdBy()))
                .param("now", at(blob.createdAt()))
                .param("expires", at(blob.expiresAt()))
                .update();
    }

    Optional<Blob> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, n) -> blob(row)).optional();
    }

    /** Finds a row and locks it until the transaction ends. */
    Optional<Blob> lock(UUID id) {
        return jdbc.sql(LOCK).param("id", id).query((row, n) -> blob(row)).optional();
    }

    /** An owner's pending rows that expired before a time, locked; without those that another transaction has locked. */
    List<Blob> lockExpired(BlobOwner owner, Instant before) {
        return jdbc.sql(LOCK_EXPIRED)
                .param("before", at(before))
                .param("space", text(owner.space()))
                .param("account", text(owner.account()))
                .query((row, n) -> blob(row))
                .list();
    }

    /** What a job has reserved and not used. */
    List<Blob> lockOfJob(UUID job) {
        return jdbc.sql(LOCK_OF_JOB)
                .param("job", job.toString())
                .query((row, n) -> blob(row))
                .list();
    }

    /** Like {@link #lockExpired}, of whatever owner. */
    List<Blob> lockAnyExpired(Instant before, int limit) {
        return jdbc.sql(LOCK_ANY_EXPIRED)
                .param("before", at(before))
                .param("limit", limit)
                .query((row, n) -> blob(row))
                .list();
    }

    /** An account's own live blobs of a scope, newest first. */
    List<Blob> list(UUID account, String scope, @Nullable UUID before, int limit) {
        return jdbc.sql(LIST)
                .param("account", account)
                .param("scope", scope)
                .param("before", text(before))
                .param("limit", limit)
                .query((row, n) -> blob(row))
                .list();
    }

    /** Names a key before bytes are written to it. */
    void extend(UUID id, Instant until) {
        var unused = jdbc.sql(EXTEND).param("id", id).param("until", at(until)).update();
    }

    void beginCopy(String key, UUID id, Instant now) {
        var unused = jdbc.sql(BEGIN_COPY)
                .param("key", key)
                .param("id", id)
                .param("now", at(now))
                .update();
    }

    /** Takes a key's name back; false when the collector has taken it already. */
    boolean endCopy(String key) {
        return jdbc.sql(END_COPY).param("key", key).update() == 1;
    }

    void store(UUID id, String key, Arrivals.Checked checked, Instant now) {
        var unused = jdbc.sql(STORE)
                .param("id", id)
                .param("key", key)
                .param("type", checked.contentType())
                .param("size", checked.sizeBytes())
                .param("sha256", checked.sha256())
                .param("now", at(now))
                .update();
    }

    /** Ends a pending row without bytes. */
    void end(UUID id, Blob.State state, @Nullable String refusal) {
        var unused = jdbc.sql(END)
                .param("id", id)
                .param("state", state.name().toLowerCase(Locale.ROOT))
                .param("refusal", refusal)
                .update();
    }

    void delete(UUID id, Instant now, Instant purge) {
        var unused = jdbc.sql(DELETE)
                .param("id", id)
                .param("now", at(now))
                .param("purge", at(purge))
                .update();
    }

    void restore(UUID id) {
        var unused = jdbc.sql(RESTORE).param("id", id).update();
    }

    private Blob blob(ResultSet row) throws SQLException {
        UUID space = row.getObject("space_id", UUID.class);
        UUID account = row.getObject("account_id", UUID.class);
        return new Blob(
                row.getObject("id", UUID.class),
                space == null && account == null ? null : new BlobOwner(space, account),
                row.getString("scope"),
                json.readValue(row.getString("target"), TARGET),
                row.getString("file_name"),
                row.getString("content_type"),
                row.getObject("declared_bytes", Long.class),
                row.getLong("reserved_bytes"),
                Blob.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("refusal"),
                row.getString("object_key"),
                row.getObject("size_bytes", Long.class),
                row.getString("sha256"),
                row.getObject("created_by", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(row, "deleted_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
