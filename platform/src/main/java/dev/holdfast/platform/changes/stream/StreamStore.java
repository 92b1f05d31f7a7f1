package dev.holdfast.platform.changes.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads how far the feeds of spaces have come. */
@Repository
final class StreamStore {
    private static final String HEADS = """
            select space_id, head from platform.heads where space_id = any (:spaces)
            """;

    private final JdbcClient jdbc;

    StreamStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<UUID, Long> heads(Collection<UUID> spaces) {
        Map<UUID, Long> heads = new HashMap<>();
        jdbc.sql(HEADS).param("spaces", spaces.toArray(UUID[]::new)).query(row -> {
            heads.put(row.getObject("space_id", UUID.class), row.getLong("head"));
        });
        return heads;
    }
}
