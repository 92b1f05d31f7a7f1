package dev.holdfast.platform.audit.sealing;

import dev.holdfast.platform.audit.StoredEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Links, heads and what isn't sealed yet. Only the program's own transactions reach them. */
@Repository
final class LinkStore {
    private static final String TRY_LOCK = """
            select pg_try_advisory_xact_lock(hashtext('platform.audit_links'))
            """;
    private static final String TAKE = """
            with taken as (
                delete from platform.audit_unsealed
                 where (at, id) in (select at, id from platform.audit_unsealed order by at, id limit :limit)
                returning at, id
            )
            select e.*
              from taken t join platform.audit_entries e on e.at = t.at and e.id = t.id
             order by e.at, e.id
            """;
    private static final String HEADS = """
            select * from platform.audit_heads where chain = any (cast(:chains as uuid[]))
            """;
    private static final String ALL_HEADS = """
            select * from platform.audit_heads where chain > cast(:after as uuid) order by chain limit :limit
            """;
    private static final String INSERT = """
            insert into platform.audit_links (sealed_at, chain, seq, entry_at, entry_id, content, previous_hash, hash)
            select :sealedAt, * from unnest(cast(:chains as uuid[]), cast(:seqs as bigint[]), cast(:entryAts as timestamptz[]),
                                            cast(:entryIds as uuid[]), cast(:contents as bytea[]),
                                            cast(:previous as bytea[]), cast(:hashes as bytea[]))
            """;
    private static final String MOVE_HEAD = """
            insert into platform.audit_heads as h (chain, seq, hash, sealed_at)
            values (:chain, :seq, :hash, :sealedAt)
                on conflict (chain) do update
               set seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at
            """;
    private static final String LINKED = """
            select l.sealed_at, l.chain, l.seq, l.entry_at, l.entry_id, l.content, l.previous_hash, l.hash,
                   e.at, e.id, e.space_id, e.account_id, e.actor_kind, e.actor_role, e.action, e.entity, e.entity_id,
                   e.personal, e.salt, e.digest
              from platform.audit_links l
              left join platform.audit_entries e on e.at = l.entry_at and e.id = l.entry_id
             where l.chain = :chain and l.seq > :after
             order by l.seq
             limit :limit
            """;
    private static final String UNSEALED = """
            select count(*) as entries, min(at) as oldest from platform.audit_unsealed
             where cast(:chain as uuid) is null or chain = cast(:chain as uuid)
            """;
    private static final String UNKNOWN = """
            select e.id
              from platform.audit_entries e
             where (cast(:chain as uuid) is null
                    or coalesce(e.space_id, '00000000-0000-0000-0000-000000000000') = cast(:chain as uuid))
               and e.at < :before
               and not exists (select from platform.audit_links l where l.entry_id = e.id)
               and not exists (select from platform.audit_unsealed u where u.at = e.at and u.id = e.id)
             order by e.at
             limit 1
            """;
    private static final String PREPARE = """
            select platform.prepare_audit(:now, :months)
            """;
    private static final String DROP = """
            select platform.drop_audit(:before)
            """;

    private final JdbcClient jdbc;

    LinkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A link with the entry that it seals; null when that is gone. */
    record Linked(Link link, @Nullable StoredEntry entry) {}

    /** How many entries wait for their link, and since when. */
    record Unsealed(long entries, @Nullable Instant oldest) {}

    /** Whether this transaction is now the one that links. Others come away without waiting. */
    boolean tryLock() {
        return jdbc.sql(TRY_LOCK).query(Boolean.class).single();
    }

    /** Takes entries out of those that wait, oldest first. */
    List<StoredEntry> take(int limit) {
        return jdbc.sql(TAKE)
                .param("limit", limit)
                .query((row, n) -> entry(row))
                .list();
    }

    List<Head> heads(Collection<UUID> chains) {
        return jdbc.sql(HEADS)
                .param("chains", chains.toArray(UUID[]::new))
                .query((row, n) -> head(row))
                .list();
    }

    List<Head> headsAfter(UUID chain, int limit) {
        return jdbc.sql(ALL_HEADS)
                .param("after", chain)
                .param("limit", limit)
                .query((row, n) -> head(row))
                .list();
    }

    Optional<Head> head(UUID chain) {
        return heads(List.of(chain)).stream().findFirst();
    }

    void insert(List<Link> links, Instant sealedAt) {
        jdbc.sql(INSERT)
                .param("sealedAt", utc(sealedAt))
                .param("chains", links.stream().map(Link::chain).toArray(UUID[]::new))
                .param("seqs", links.stream().map(Link::seq).toArray(Long[]::new))
                .param(
                        "entryAts",
                        links.stream().map(l -> utc(l.entryAt()).toString()).toArray(String[]::new))
                .param("entryIds", links.stream().map(Link::entryId).toArray(UUID[]::new))
                .param("contents", links.stream().map(Link::content).toArray(byte[][]::new))
                .param("previous", links.stream().map(Link::previousHash).toArray(byte[][]::new))
                .param("hashes", links.stream().map(Link::hash).toArray(byte[][]::new))
                .update();
    }

    void moveHead(Head head) {
        jdbc.sql(MOVE_HEAD)
                .param("chain", head.chain())
                .param("seq", head.seq())
                .param("hash", head.hash())
                .param("sealedAt", utc(head.sealedAt()))
                .update();
    }

    List<Linked> linked(UUID chain, long after, int limit) {
        return jdbc.sql(LINKED)
                .param("chain", chain)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new Linked(link(row), row.getObject("id", UUID.class) == null ? null : entry(row)))
                .list();
    }

    Unsealed unsealed(@Nullable UUID chain) {
        return jdbc.sql(UNSEALED)
                .param("chain", chain)
                .query((row, n) -> {
                    OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                    return new Unsealed(row.getLong("entries"), oldest == null ? null : oldest.toInstant());
                })
                .single();
    }

    /** An entry that nothing links and that doesn't wait for it either: somebody put it there past the program. */
    Optional<UUID> unknown(@Nullable UUID chain, Instant before) {
        return jdbc.sql(UNKNOWN)
                .param("chain", chain)
                .param("before", utc(before))
                .query(UUID.class)
                .optional();
    }

    int prepare(Instant now, int months) {
        return jdbc.sql(PREPARE)
                .param("now", utc(now))
                .param("months", months)
                .query(Integer.class)
                .single();
    }

    int drop(Instant before) {
        return jdbc.sql(DROP).param("before", utc(before)).query(Integer.class).single();
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                instant(row, "sealed_at"),
                row.getObject("chain", UUID.class),
                row.getLong("seq"),
                instant(row, "entry_at"),
                row.getObject("entry_id", UUID.class),
                row.getBytes("content"),
                row.getBytes("previous_hash"),
                row.getBytes("hash"));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getObject("chain", UUID.class),
                row.getLong("seq"),
                row.getBytes("hash"),
                instant(row, "sealed_at"),
                row.getLong("base_seq"),
                row.getBytes("base_hash"));
    }

    private static StoredEntry entry(ResultSet row) throws SQLException {
        return new StoredEntry(
                row.getObject("id", UUID.class),
                instant(row, "at"),
                row.getObject("space_id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getString("actor_kind"),
                Objects.requireNonNullElse(row.getString("actor_role"), ""),
                row.getString("action"),
                row.getString("entity"),
                row.getObject("entity_id", UUID.class),
                row.getString("personal"),
                row.getBytes("salt"),
                row.getBytes("digest"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
