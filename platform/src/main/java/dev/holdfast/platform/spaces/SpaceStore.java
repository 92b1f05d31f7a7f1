package dev.holdfast.platform.spaces;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of spaces. */
@Repository
final class SpaceStore {
    private static final TypeReference<Map<String, Object>> SETTINGS = new TypeReference<>() {};

    private static final String FOUND = """
            select platform.found_space(:id, :kind, :name, :settings, :role, :now)
            """;
    private static final String SEE = """
            select set_config('holdfast.spaces',
                              cast(array_append(platform.current_spaces(), cast(:id as uuid)) as text), true)
            """;
    private static final String FIND = """
            select s.id, s.kind, s.name, s.settings, s.created_at, s.updated_at, m.role
              from platform.spaces s
              join platform.members m on m.space_id = s.id and m.account_id = platform.current_account()
             where s.id = :id and s.kind = :kind and s.deleted_at is null
            """;
    private static final String LIST = """
            select s.id, s.kind, s.name, s.settings, s.created_at, s.updated_at, m.role
              from platform.spaces s
              join platform.members m on m.space_id = s.id and m.account_id = platform.current_account()
             where s.kind = :kind and s.deleted_at is null
               and (cast(:afterName as text) is null or (s.name, s.id) > (:afterName, cast(:afterId as uuid)))
             order by s.name, s.id
             limit :limit
            """;
    private static final String EXISTS = """
            select exists (select from platform.spaces where id = :id)
            """;
    private static final String CHANGE = """
            update platform.spaces
               set name = :name, settings = cast(:settings as jsonb), updated_at = :now
             where id = :id and deleted_at is null
            """;
    private static final String DELETE = """
            update platform.spaces set deleted_at = :now, updated_at = :now where id = :id and deleted_at is null
            """;
    private static final String RESTORE = """
            select platform.restore_space(:id, :role, :deletedAfter, :now)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SpaceStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void found(Space space, Instant now) {
        jdbc.sql(FOUND)
                .param("id", space.id())
                .param("kind", space.kind())
                .param("name", space.name())
                .param("settings", json.writeValueAsString(space.settings()))
                .param("role", space.role())
                .param("now", utc(now))
                .query()
                .singleRow();
        see(space.id());
    }

    /** Shows a space to the rest of the transaction that has just founded, joined or restored it. */
    void see(UUID id) {
        jdbc.sql(SEE).param("id", id).query().singleRow();
    }

    Optional<Space> find(String kind, UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .param("kind", kind)
                .query((row, n) -> space(row))
                .optional();
    }

    List<Space> list(String kind, @Nullable String afterName, @Nullable UUID afterId, int limit) {
        return jdbc.sql(LIST)
                .param("kind", kind)
                .param("afterName", afterName)
                .param("afterId", afterId)
                .param("limit", limit)
                .query((row, n) -> space(row))
                .list();
    }

    /** Whether an id is taken by a space that the actor sees. */
    boolean exists(UUID id) {
        return jdbc.sql(EXISTS).param("id", id).query(Boolean.class).single();
    }

    boolean change(UUID id, String name, Map<String, Object> settings, Instant now) {
        return jdbc.sql(CHANGE)
                        .param("id", id)
                        .param("name", name)
                        .param("settings", json.writeValueAsString(settings))
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    boolean delete(UUID id, Instant now) {
        return jdbc.sql(DELETE).param("id", id).param("now", utc(now)).update() == 1;
    }

    boolean restore(UUID id, String role, Instant deletedAfter, Instant now) {
        return jdbc.sql(RESTORE)
                .param("id", id)
                .param("role", role)
                .param("deletedAfter", utc(deletedAfter))
                .param("now", utc(now))
                .query(Boolean.class)
                .single();
    }

    private Space space(ResultSet row) throws SQLException {
        return new Space(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("name"),
                row.getString("role"),
                json.readValue(row.getString("settings"), SETTINGS),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
