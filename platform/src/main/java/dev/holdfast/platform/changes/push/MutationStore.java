package dev.holdfast.platform.changes.push;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the acting account's mutations were answered. */
@Repository
final class MutationStore {
    private static final String BEGIN = """
            insert into platform.sync_mutations (account_id, mutation_id, request_hash, status, entity, record_id, at)
            values (platform.current_account(), :mutation, :hash, 'running', :entity, :record, :now)
            on conflict (account_id, mutation_id) do nothing
            """;
    private static final String FIND = """
            select mutation_id, request_hash, status, entity, record_id, etag, result, slim
              from platform.sync_mutations
             where account_id = platform.current_account() and mutation_id = :mutation
            """;
    private static final String END = """
            update platform.sync_mutations
               set status = :status, etag = :etag, result = :result, slim = :slim
             where account_id = platform.current_account() and mutation_id = :mutation
            """;

    private static final String ADD = """
            insert into platform.sync_mutations
                   (account_id, mutation_id, request_hash, status, entity, record_id, etag, result, slim, at)
            select platform.current_account(), m.id, decode(m.hash, 'hex'), m.status, m.entity, m.record, m.etag, m.result, m.slim,
                   cast(:now as timestamptz)
              from unnest(cast(:mutations as text[]), cast(:hashes as text[]), cast(:statuses as text[]), cast(:entities as text[]),
                          cast(:records as uuid[]), cast(:etags as text[]), cast(:results as text[]), cast(:slims as boolean[]))
                   as m (id, hash, status, entity, record, etag, result, slim)
             order by m.id
                on conflict (account_id, mutation_id) do nothing
            """;

    private final JdbcClient jdbc;

    MutationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A mutation that was answered. */
    record Remembered(
            String mutationId,
            byte[] hash,
            String status,
            String entity,
            @Nullable UUID record,
            @Nullable String etag,
            String result,
            boolean slim) {}

    /**
     * Takes a mutation's name; waits while another transaction holds it. Answers false when it was carried out before.
     */
    boolean begin(String mutation, byte[] hash, String entity, @Nullable UUID record, Instant now) {
        return jdbc.sql(BEGIN)
                        .param("mutation", mutation)
                        .param("hash", hash)
                        .param("entity", entity)
                        .param("record", record, java.sql.Types.OTHER)
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Optional<Remembered> find(String mutation) {
        return jdbc.sql(FIND)
                .param("mutation", mutation)
                .query((row, n) -> new Remembered(
                        row.getString("mutation_id"),
                        row.getBytes("request_hash"),
                        row.getString("status"),
                        row.getString("entity"),
                        row.getObject("record_id", UUID.class),
                        row.getString("etag"),
                        row.getString("result") == null ? "" : row.getString("result"),
                        row.getBoolean("slim")))
                .optional();
    }

    void end(Remembered ended) {
        jdbc.sql(END)
                .param("mutation", ended.mutationId())
                .param("status", ended.status())
                .param("etag", ended.etag())
                .param("result", ended.result())
                .param("slim", ended.slim())
                .update();
    }

    /**
     * Remembers mutations that weren't begun; waits for others that carry out one of them. Answers how many there were that nobody had carried
     * out before.
     */
    int add(List<Remembered> ended, Instant now) {
        return jdbc.sql(ADD)
                .param("mutations", ended.stream().map(Remembered::mutationId).toArray(String[]::new))
                .param(
                        "hashes",
                        ended.stream()
                                .map(each -> HexFormat.of().formatHex(each.hash()))
                                .toArray(String[]::new))
                .param("statuses", ended.stream().map(Remembered::status).toArray(String[]::new))
                .param("entities", ended.stream().map(Remembered::entity).toArray(String[]::new))
                .param("records", ended.stream().map(Remembered::record).toArray(UUID[]::new))
                .param("etags", ended.stream().map(Remembered::etag).toArray(String[]::new))
                .param("results", ended.stream().map(Remembered::result).toArray(String[]::new))
                .param("slims", ended.stream().map(Remembered::slim).toArray(Boolean[]::new))
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }
}
