package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of endpoints, with their sealed secrets. */
@Repository
final class EndpointStore implements SealedColumn {
    private static final String LIST = """
            select * from platform.webhook_endpoints where space_id = any (cast(:spaces as uuid[])) order by id
            """;
    private static final String FIND = """
            select * from platform.webhook_endpoints where id = :id
            """;
    private static final String LISTENING = """
            select * from platform.webhook_endpoints where space_id = any (:spaces) and enabled order by id
            """;
    private static final String LOCK_SPACE = """
            select 1 from platform.spaces where id = :space for update
            """;
    private static final String INSERT = """
            insert into platform.webhook_endpoints
                (id, space_id, url, events, description, enabled, retries_max, tolerance_sec, standard_headers, form, secret,
                 created_at, updated_at)
            values (:id, :space, :url, cast(:events as text[]), :description, :enabled, :retries, :tolerance, :standard, :form,
                    :secret, :now, :now)
            """;
    private static final String CHANGE = """
            update platform.webhook_endpoints
               set url = :url, events = cast(:events as text[]), description = :description, enabled = :enabled,
                   retries_max = :retries, tolerance_sec = :tolerance, standard_headers = :standard, updated_at = :now
             where id = :id
            """;
    private static final String DELETE = """
            delete from platform.webhook_endpoints where id = :id
            """;
    private static final String ROTATE = """
            update platform.webhook_endpoints
               set old_secret = secret, old_until = :until, secret = :secret, updated_at = :now
             where id = :id
            """;
    private static final String SECRETS = """
            select secret, case when old_until > :now then old_secret end as old_secret
              from platform.webhook_endpoints where id = :id
            """;
    private static final String STALE = """
            select id, secret, old_secret from platform.webhook_endpoints
             where substring(secret from 1 for 6) <> :prefix or substring(old_secret from 1 for 6) <> :prefix
             order by id
             limit :limit
               for update skip locked
            """;
    private static final String RESEAL = """
            update platform.webhook_endpoints set secret = :secret, old_secret = cast(:old as bytea) where id = :id
            """;

    private final JdbcClient jdbc;

    EndpointStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Sealed secrets: of now, and the one before while it still signs. */
    record Secrets(byte[] now, byte @Nullable [] before) {}

    List<Endpoint> list(UUID... spaces) {
        return jdbc.sql(LIST)
                .param("spaces", spaces)
                .query((row, n) -> endpoint(row))
                .list();
    }

    Optional<Endpoint> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, n) -> endpoint(row)).optional();
    }

    /** The endpoints of some spaces that are switched on. */
    List<Endpoint> listening(Set<UUID> spaces) {
        return jdbc.sql(LISTENING)
                .param("spaces", spaces.toArray(UUID[]::new))
                .query((row, n) -> endpoint(row))
                .list();
    }

    /** Keeps others from adding endpoints to the space until the transaction ends. */
    void lockSpace(UUID space) {
        jdbc.sql(LOCK_SPACE).param("space", space).query().listOfRows();
    }

    void insert(Endpoint endpoint, byte[] secret) {
        values(jdbc.sql(INSERT), endpoint, endpoint.createdAt())
                .param("space", endpoint.space())
                .param("form", endpoint.form().name().toLowerCase(Locale.ROOT))
                .param("secret", secret)
                .update();
    }

    void change(Endpoint endpoint) {
        values(jdbc.sql(CHANGE), endpoint, endpoint.updatedAt()).update();
    }

    boolean delete(UUID id) {
        return jdbc.sql(DELETE).param("id", id).update() == 1;
    }

    void rotate(UUID id, byte[] secret, Instant oldUntil, Instant now) {
        jdbc.sql(ROTATE)
                .param("id", id)
                .param("secret", secret)
                .param("until", at(oldUntil))
                .param("now", at(now))
                .update();
    }

    Optional<Secrets> secrets(UUID id, Instant now) {
        return jdbc.sql(SECRETS)
                .param("id", id)
                .param("now", at(now))
                .query((row, n) -> new Secrets(row.getBytes("secret"), row.getBytes("old_secret")))
                .optional();
    }

    @Override
    public String name() {
        return "platform.webhook_endpoints.secret";
    }

    @Override
    public String holds() {
        return "secrets that sign webhooks, and the ones before them (old_secret)";
    }

    @Override
    public int reseal(Tx tx, Sealer sealer, int limit) {
        List<Stale> stale = jdbc.sql(STALE)
                .param("prefix", sealer.currentPrefix())
                .param("limit", limit)
                .query((row, n) ->
                        new Stale(row.getObject("id", UUID.class), row.getBytes("secret"), row.getBytes("old_secret")))
                .list();
        for (Stale row : stale) {
            String context = Webhooks.context(row.id());
            jdbc.sql(RESEAL)
                    .param("id", row.id())
                    .param("secret", sealer.reseal(row.secret(), context))
                    .param("old", row.old() == null ? null : sealer.reseal(row.old(), context))
                    .update();
        }
        return stale.size();
    }

    private record Stale(UUID id, byte[] secret, byte @Nullable [] old) {}

    private static JdbcClient.StatementSpec values(JdbcClient.StatementSpec statement, Endpoint endpoint, Instant now) {
        return statement
                .param("id", endpoint.id())
                .param("url", endpoint.url())
                .param("events", endpoint.events().toArray(String[]::new))
                .param("description", endpoint.description())
                .param("enabled", endpoint.enabled())
                .param("retries", endpoint.retriesMax())
                .param("tolerance", endpoint.toleranceSec())
                .param("standard", endpoint.standardHeaders())
                .param("now", at(now));
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        return new Endpoint(
                row.getObject("id", UUID.class),
                row.getObject("space_id", UUID.class),
                row.getString("url"),
                Arrays.asList((String[]) row.getArray("events").getArray()),
                row.getString("description"),
                row.getBoolean("enabled"),
                row.getInt("retries_max"),
                row.getInt("tolerance_sec"),
                row.getBoolean("standard_headers"),
                Endpoint.Form.valueOf(row.getString("form").toUpperCase(Locale.ROOT)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
