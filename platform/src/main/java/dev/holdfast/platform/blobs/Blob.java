package dev.holdfast.platform.blobs;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in the object store, as their row knows them.
 *
 * @param owner whose it is; null once that is gone
 * @param scope what it was uploaded for
 * @param target the scope's own fields of the request, e.g. {@code documentId}
 * @param declaredBytes the size that was reserved and signed; null when it was left open
 * @param reservedBytes what it holds of the quota while it is pending
 * @param refusal why it was refused; null while it wasn't
 * @param objectKey where its bytes are; null until it is stored
 * @param sizeBytes null until it is stored
 * @param sha256 in lower-case hex; null until it is stored
 * @param expiresAt until when the upload's address works
 */
public record Blob(
        UUID id,
        @Nullable BlobOwner owner,
        String scope,
        Map<String, UUID> target,
        String fileName,
        String contentType,
        @Nullable Long declaredBytes,
        long reservedBytes,
        State state,
        @Nullable String refusal,
        @Nullable String objectKey,
        @Nullable Long sizeBytes,
        @Nullable String sha256,
        @Nullable UUID createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant deletedAt) {

    /** Where a blob stands (docs/formats/blobs.md). */
    public enum State {
        PENDING,
        STORED,
        REFUSED,
        EXPIRED,
        PURGING,
        GONE
    }

    /** Whether its bytes are there and somebody wants them. */
    public boolean live() {
        return state == State.STORED && deletedAt == null;
    }

    /** The size of a stored blob, in bytes. */
    public long size() {
        if (sizeBytes == null) {
            throw new IllegalStateException("blob " + id + " isn't stored");
        }
        return sizeBytes;
    }

    /** The SHA-256 of a stored blob, in lower-case hex. */
    public String digest() {
        if (sha256 == null) {
            throw new IllegalStateException("blob " + id + " isn't stored");
        }
        return sha256;
    }

    BlobOwner requireOwner() {
        if (owner == null) {
            throw new IllegalStateException("the owner of blob " + id + " is gone");
        }
        return owner;
    }
}
