package dev.holdfast.platform.blobs.parts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the store calls an upload that comes in parts. */
@Repository
final class PartStore {
    private static final String INSERT = """
            insert into platform.blob_multiparts (blob_id, upload_id, started_at) values (:id, :upload, :now)
                on conflict (blob_id) do nothing
            """;
    private static final String FIND = """
            select upload_id from platform.blob_multiparts where blob_id = :id
            """;
    private static final String DELETE = """
            delete from platform.blob_multiparts where blob_id = :id
            """;

    private final JdbcClient jdbc;

    PartStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(UUID id, String upload, Instant now) {
        var unused = jdbc.sql(INSERT)
                .param("id", id)
                .param("upload", upload)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<String> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query(String.class).optional();
    }

    void delete(UUID id) {
        var unused = jdbc.sql(DELETE).param("id", id).update();
    }
}
