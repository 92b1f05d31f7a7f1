package dev.holdfast.documents.generate;

import dev.holdfast.platform.ai.Prompt;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Documents that a question rests on. */
@Repository
final class ContextStore {
    private static final String SIZES = """
            select id, space_id, octet_length(title) + octet_length(content) as bytes
              from documents.documents
             where id = any (:ids) and not deleted
            """;
    private static final String LOAD = """
            select d.title, d.content
              from unnest(cast(:ids as uuid[])) with ordinality as wanted (id, place)
              join documents.documents d on d.id = wanted.id
             where not d.deleted
             order by wanted.place
            """;

    private final JdbcClient jdbc;

    ContextStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A document that was found, with its size in bytes. */
    record Sized(UUID id, UUID workspace, long bytes) {}

    List<Sized> sizes(Collection<UUID> ids) {
        return jdbc.sql(SIZES)
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, n) -> new Sized(
                        row.getObject("id", UUID.class), row.getObject("space_id", UUID.class), row.getLong("bytes")))
                .list();
    }

    /** The documents in the order of their ids as given. */
    List<Prompt.Document> load(Collection<UUID> ids) {
        return jdbc.sql(LOAD)
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, n) -> new Prompt.Document(row.getString("title"), row.getString("content")))
                .list();
    }
}
