package dev.holdfast.documents.document;

import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.trespass.Whereabouts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where documents and what hangs on them lie. */
@Repository
final class PlaceStore implements Whereabouts {
    private static final String PLACES = """
            select id, space_id from documents.documents where id = any (:ids)
             union all
            select id, space_id from documents.versions where id = any (:ids)
             union all
            select id, space_id from documents.attachments where id = any (:ids)
             union all
            select id, space_id from documents.links where id = any (:ids)
            """;

    private final JdbcClient jdbc;

    PlaceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<UUID, UUID> spaces(Tx tx, Collection<UUID> ids) {
        Map<UUID, UUID> places = new HashMap<>();
        jdbc.sql(PLACES).param("ids", ids.toArray(UUID[]::new)).query(row -> {
            places.put(row.getObject("id", UUID.class), row.getObject("space_id", UUID.class));
        });
        return places;
    }
}
