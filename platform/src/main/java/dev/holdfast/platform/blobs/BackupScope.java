package dev.holdfast.platform.blobs;

import dev.holdfast.platform.db.Tx;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Files that a person keeps here for themselves, against their own quota. */
@Component
final class BackupScope implements UploadScope {
    static final String NAME = "backup";

    /** A file as it is answered. */
    record Answer(UUID id, String fileName, String contentType, long sizeBytes, String sha256, Instant createdAt) {
        static Answer of(Blob blob) {
            return new Answer(
                    blob.id(), blob.fileName(), blob.contentType(), blob.size(), blob.digest(), blob.createdAt());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> fields() {
        return Set.of();
    }

    @Override
    public BlobOwner authorise(Tx tx, UploadRequest request) {
        return BlobOwner.account(tx.actor().requirePerson());
    }

    @Override
    public void attach(Tx tx, Blob blob) {
        // The row is all there is to it.
    }

    @Override
    public Object answer(Tx tx, Blob blob) {
        return Answer.of(blob);
    }
}
