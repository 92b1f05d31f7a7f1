package dev.holdfast.platform.changes.push;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    void end(String mutation, String status, @Nullable String etag, String result, boolean slim) {
        jdbc.sql(END)
                .param("mutation", mutation)
                .param("status", status)
                .param("etag", etag)
                .param("result", result)
                .param("slim", slim)
                .update();
    }
}
