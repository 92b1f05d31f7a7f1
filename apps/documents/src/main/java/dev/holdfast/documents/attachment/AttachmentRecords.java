package dev.holdfast.documents.attachment;

import dev.holdfast.documents.document.Documents;
import dev.holdfast.platform.changes.RecordSource;
import dev.holdfast.platform.db.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Attachments as the feed delivers them: all but those of documents in the trash. */
@Component
final class AttachmentRecords implements RecordSource {
    private final AttachmentStore store;

    AttachmentRecords(AttachmentStore store) {
        this.store = store;
    }

    @Override
    public String entity() {
        return Documents.ATTACHMENT;
    }

    @Override
    public String app() {
        return Documents.APP;
    }

    @Override
    public Map<UUID, Attachment> load(Tx tx, Collection<UUID> ids) {
        return store.findAll(ids).stream()
                .map(AttachmentStore.Stored::attachment)
                .collect(Collectors.toMap(Attachment::id, Function.identity()));
    }
}
