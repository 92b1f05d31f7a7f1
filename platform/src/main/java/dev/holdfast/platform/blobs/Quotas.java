package dev.holdfast.platform.blobs;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.db.Tx;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** What owners may hold, exactly: reserved before an upload, settled after it. */
@Service
public final class Quotas {
    private final UsageStore usage;
    private final BlobStore blobs;
    private final BlobSettings settings;

    Quotas(UsageStore usage, BlobStore blobs, BlobSettings settings) {
        this.usage = usage;
        this.blobs = blobs;
        this.settings = settings;
    }

    /** Bytes that an owner uses, and those that are reserved for uploads under way. */
    public record Usage(long usedBytes, long reservedBytes) {}

    /** An owner whose sums aren't what its rows add up to: a fault of ours. */
    public record Difference(UUID owner, Usage kept, Usage counted) {}

    /** What an owner uses. */
    public Usage usage(Tx tx, BlobOwner owner) {
        return usage.find(owner.id());
    }

    /** What an owner may use, in bytes. */
    public long limit(BlobOwner owner) {
        return owner.space() == null ? settings.quotaBytesAccount() : settings.quotaBytesSpace();
    }

    /** Owners whose sums are wrong, of those that the transaction sees. Empty, or something is broken. */
    public List<Difference> differences(Tx tx) {
        return usage.differences();
    }

    /** Throws QUOTA_EXCEEDED when the bytes don't fit, even after reservations that have expired are given back. */
    void reserve(Tx tx, BlobOwner owner, long bytes) {
        if (!usage.reserve(owner.id(), bytes, limit(owner))) {
            for (Blob expired : blobs.lockExpired(owner, Uploads.expiredBefore(tx.now()))) {
                expire(tx, expired);
            }
            if (!usage.reserve(owner.id(), bytes, limit(owner))) {
                throw exceeded(owner);
            }
        }
    }

    /** Gives back what a pending blob has reserved, and takes what it turned out to be. Throws QUOTA_EXCEEDED. */
    void settle(Tx tx, Blob blob, long bytes) {
        BlobOwner owner = blob.requireOwner();
        usage.release(owner.id(), blob.reservedBytes());
        use(tx, owner, bytes);
    }

    /** Throws QUOTA_EXCEEDED when the bytes don't fit. */
    void use(Tx tx, BlobOwner owner, long bytes) {
        if (!usage.use(owner.id(), bytes, limit(owner))) {
            throw exceeded(owner);
        }
    }

    /** Gives back what a stored blob uses. */
    void free(Tx tx, Blob blob) {
        usage.free(blob.requireOwner().id(), blob.size());
    }

    /** Ends a pending blob whose time has passed; the caller has locked its row. */
    void expire(Tx tx, Blob blob) {
        release(blob);
        blobs.end(blob.id(), Blob.State.EXPIRED, null);
    }

    void release(Blob blob) {
        if (blob.owner() != null && blob.reservedBytes() > 0) {
            usage.release(blob.owner().id(), blob.reservedBytes());
        }
    }

    private Problem exceeded(BlobOwner owner) {
        Usage now = usage.find(owner.id());
        long taken = now.usedBytes() + now.reservedBytes();
        return new Problem(
                        Code.QUOTA_EXCEEDED,
                        "There is no room left: " + taken + " of " + limit(owner) + " bytes are taken.")
                .with("storageUsed", taken)
                .with("storageLimit", limit(owner));
    }
}
