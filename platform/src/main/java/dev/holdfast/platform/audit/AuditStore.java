package dev.holdfast.platform.audit;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Entries, as people's transactions write and read them. */
@Repository
final class AuditStore {
    private static final String INSERT = """
            with entry as (
                insert into platform.audit_entries
                    (at, id, space_id, account_id, actor_kind, actor_role, action, entity, entity_id, personal, salt, digest)
                values (:at, :id, cast(:space as uuid), cast(:account as uuid), :kind, :role, :action, :entity,
                        cast(:entityId as uuid), :personal, :salt, :digest)
            )
            insert into platform.audit_unsealed (at, id, chain) values (:at, :id, :chain)
            """;
    private static final String ERASE = """
            update platform.audit_entries e
               set personal = null, salt = null
              from (select at, id from platform.audit_entries
                     where (account_id = :account or entity_id = :account) and salt is not null
                     limit :limit) old
             where e.at = old.at and e.id = old.id
            """;

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(StoredEntry entry) {
        jdbc.sql(INSERT)
                .param("at", OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
                .param("id", entry.id())
                .param("space", entry.space())
                .param("account", entry.account())
                .param("kind", entry.actorKind())
                .param("role", entry.actorRole())
                .param("action", entry.action())
                .param("entity", entry.entity())
                .param("entityId", entry.entityId())
                .param("personal", entry.personal())
                .param("salt", entry.salt())
                .param("digest", entry.digest())
                .param("chain", entry.chain())
                .update();
    }

    int erase(UUID account, int limit) {
        return jdbc.sql(ERASE).param("account", account).param("limit", limit).update();
    }
}
