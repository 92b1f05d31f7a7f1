package dev.holdfast.platform.audit.trail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Entries with their links, newest first. */
@Repository
final class TrailStore {
    private static final String LIST = """
            select e.id, e.at, e.space_id, e.account_id, e.actor_role, e.action, e.entity, e.entity_id, e.personal,
                   l.hash, l.previous_hash
              from platform.audit_entries e
              left join platform.audit_links l on l.entry_id = e.id
             where (cast(:space as uuid) is null or e.space_id = cast(:space as uuid))
               and (cast(:actor as uuid) is null or e.account_id = cast(:actor as uuid))
               and (cast(:entity as text) is null or e.entity = cast(:entity as text))
               and (cast(:entityId as uuid) is null or e.entity_id = cast(:entityId as uuid))
               and (cast(:action as text) is null or e.action = cast(:action as text))
               and (cast(:from as timestamptz) is null or e.at >= cast(:from as timestamptz))
               and (cast(:to as timestamptz) is null or e.at < cast(:to as timestamptz))
               and (cast(:afterAt as timestamptz) is null
                    or (e.at, e.id) < (cast(:afterAt as timestamptz), cast(:afterId as uuid)))
             order by e.at desc, e.id desc
             limit :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TrailStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<AuditRecord> list(AuditQuery query, @Nullable Instant afterAt, @Nullable UUID afterId, int limit) {
        return jdbc.sql(LIST)
                .param("space", query.space())
                .param("actor", query.actor())
                .param("entity", query.entity())
                .param("entityId", query.entityId())
                .param("action", query.action())
                .param("from", utc(query.from()))
                .param("to", utc(query.to()))
                .param("afterAt", utc(afterAt))
                .param("afterId", afterId)
                .param("limit", limit)
                .query((row, n) -> read(row))
                .list();
    }

    private AuditRecord read(ResultSet row) throws SQLException {
        String personal = row.getString("personal");
        JsonNode part = personal == null ? json.createObjectNode() : json.readTree(personal);
        return new AuditRecord(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("account_id", UUID.class),
                Objects.requireNonNullElse(row.getString("actor_role"), ""),
                row.getObject("space_id", UUID.class),
                row.getString("action"),
                row.getString("entity"),
                row.getObject("entity_id", UUID.class),
                values(part, "before"),
                values(part, "after"),
                text(part, "ip"),
                text(part, "userAgent"),
                text(part, "justification"),
                hex(row.getBytes("hash")),
                hex(row.getBytes("previous_hash")));
    }

    private static @Nullable JsonNode values(JsonNode part, String name) {
        JsonNode node = part.path(name);
        return node.isObject() && !node.isEmpty() ? node : null;
    }

    private static @Nullable String text(JsonNode part, String name) {
        JsonNode node = part.path(name);
        return node.isString() && !node.asString().isEmpty() ? node.asString() : null;
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
