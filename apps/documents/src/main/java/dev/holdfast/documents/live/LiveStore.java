package dev.holdfast.documents.live;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of live states. A row that nobody touched since {@code expired} is as if it weren't there. */
@Repository
final class LiveStore {
    private static final String FIND = """
            select epoch, etag, state from documents.live where document_id = :document and updated_at > :expired
            """;
    // The content is held as it is until the state stands beside it: whoever replaces it locks it first.
    private static final String BEGIN = """
            with content as materialized (
                select id, space_id, content_etag from documents.documents
                 where id = :document and not deleted and content_etag = :etag
                   for share
            )
            insert into documents.live as l (document_id, space_id, epoch, etag, state, updated_at)
            select id, space_id, :epoch, content_etag, :state, :now from content
            on conflict (document_id) do update
               set epoch = excluded.epoch, etag = excluded.etag, state = excluded.state, updated_at = excluded.updated_at
             where l.updated_at <= :expired
            """;
    private static final String FOLLOW = """
            with content as materialized (
                select id from documents.documents
                 where id = :document and not deleted and content_etag = :etag
                   for share
            )
            update documents.live l
               set etag = :etag, state = :state, updated_at = :now
              from content
             where l.document_id = content.id and l.epoch = :epoch and l.etag = :base and l.updated_at > :expired
            """;
    private static final String ADVANCE = """
            update documents.live
               set etag = :etag, state = :state, updated_at = :now
             where document_id = :document and epoch = :epoch and etag = :base and updated_at > :expired
            """;
    private static final String FORGET = """
            delete from documents.live where updated_at <= :expired
            """;

    private final JdbcClient jdbc;

    LiveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is stored of a document. */
    record Row(UUID epoch, String etag, byte[] state) {}

    Optional<Row> find(UUID document, Instant expired) {
        return jdbc.sql(FIND)
                .param("document", document)
                .param("expired", utc(expired))
                .query((row, n) ->
                        new Row(row.getObject("epoch", UUID.class), row.getString("etag"), row.getBytes("state")))
                .optional();
    }

    /** Stores the first state of the content that is there now; false when there is a state, or another content. */
    boolean begin(UUID document, LiveEdit edit, String etag, Instant now, Instant expired) {
        return jdbc.sql(BEGIN)
                        .param("document", document)
                        .param("epoch", edit.epoch())
                        .param("state", edit.state())
                        .param("etag", etag)
                        .param("now", utc(now))
                        .param("expired", utc(expired))
                        .update()
                == 1;
    }

    /** Replaces the state that is at {@code base} by one of the content that is there now; false when either is another. */
    boolean follow(UUID document, LiveEdit edit, String base, String etag, Instant now, Instant expired) {
        return replace(FOLLOW, document, edit, base, etag, now, expired);
    }

    /** Replaces the state that is at {@code base}, whatever the content; false when it is another. */
    boolean advance(UUID document, LiveEdit edit, String base, String etag, Instant now, Instant expired) {
        return replace(ADVANCE, document, edit, base, etag, now, expired);
    }

    int forget(Instant expired) {
        return jdbc.sql(FORGET).param("expired", utc(expired)).update();
    }

    private boolean replace(
            String statement, UUID document, LiveEdit edit, String base, String etag, Instant now, Instant expired) {
        return jdbc.sql(statement)
                        .param("document", document)
                        .param("epoch", edit.epoch())
                        .param("state", edit.state())
                        .param("base", base)
                        .param("etag", etag)
                        .param("now", utc(now))
                        .param("expired", utc(expired))
                        .update()
                == 1;
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
