package dev.holdfast.documents.document;

import dev.holdfast.platform.changes.RecordSource;
import dev.holdfast.platform.db.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Documents as the feed delivers them: all but those in the trash. */
@Component
final class DocumentRecords implements RecordSource {
    private final DocumentStore store;

    DocumentRecords(DocumentStore store) {
        this.store = store;
    }

    @Override
    public String entity() {
        return Documents.ENTITY;
    }

    @Override
    public String app() {
        return Documents.APP;
    }

    @Override
    public Map<UUID, Document> load(Tx tx, Collection<UUID> ids) {
        return store.findAll(ids).stream().collect(Collectors.toMap(Document::id, Function.identity()));
    }

    @Override
    public Map<UUID, Long> sizes(Tx tx, Collection<UUID> ids) {
        return store.sizes(ids);
    }
}
