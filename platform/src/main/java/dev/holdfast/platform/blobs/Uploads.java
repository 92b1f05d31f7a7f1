package dev.holdfast.platform.blobs;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Uploads past the program: an address is signed, the client sends the bytes there, and tells when it is done. */
@Service
public final class Uploads {
    static final long UNSIZED_BYTES_MAX = 5L * 1024 * 1024;
    /** How long after its address has expired an upload can still be completed: bytes on the way arrive later. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Transactions transactions;
    private final BlobStore store;
    private final Quotas quotas;
    private final Arrivals arrivals;
    private final Scopes scopes;
    private final Ids ids;

    Uploads(Transactions transactions, BlobStore store, Quotas quotas, Arrivals arrivals, Scopes scopes, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.quotas = quotas;
        this.arrivals = arrivals;
        this.scopes = scopes;
        this.ids = ids;
    }

    /**
     * What completing an upload came to.
     *
     * @param body what the upload's scope answers
     * @param first whether this call made it so, and not one before
     */
    public record Completed(Object body, boolean first) {}

    /** Like {@link #presign(Tx, UploadRequest)}, in a transaction of its own. */
    public Upload presign(Actor actor, UploadRequest request) {
        actor.requireAccount();
        return transactions.write(actor, tx -> presign(tx, request));
    }

    /**
     * Reserves the quota and signs an address for one upload. Throws INVALID, TOO_LARGE, QUOTA_EXCEEDED, and what the scope
     * throws for those who may not.
     */
    public Upload presign(Tx tx, UploadRequest request) {
        check(request);
        UploadScope scope = scopes.named(request.scope());
        BlobOwner owner = scope.authorise(tx, request);
        Long size = request.sizeBytes();
        if (size != null) {
            quotas.reserve(tx, owner, size);
        }
        UUID id = ids.next();
        Instant expires = tx.now().plus(arrivals.settings().presignTtl());
        store.insert(pending(tx, id, owner, request, expires));
        ObjectStore.SignedPut put = arrivals.sign(id, request.contentType(), size);
        return new Upload(id, "PUT", put.url(), put.headers(), Map.of(), expires);
    }

    /**
     * Checks the bytes of an upload, makes them a blob and attaches it. Repeating it answers the same again. Throws NOT_FOUND;
     * CONFLICT while no bytes have been sent; GONE when it has expired; INVALID or TOO_LARGE when the bytes aren't what was
     * declared, which is final; QUOTA_EXCEEDED, after which one can make room and try again.
     */
    public Completed complete(Actor actor, UUID id) {
        String key = Arrivals.keyOf(ids.next());
        Begun begun = transactions.write(actor, tx -> begin(tx, id, key));
        if (begun.answer() != null) {
            return new Completed(begun.answer(), false);
        }
        Ended ended;
        try {
            Arrivals.Checked checked = arrivals.take(begun.blob(), key);
            ended = transactions.write(actor, tx -> end(tx, id, key, checked));
        } catch (Arrivals.Refused e) {
            refuse(id, key, e.problem().detail());
            throw e.problem();
        } catch (RuntimeException e) {
            giveUp(key);
            throw e;
        }
        if (!ended.won()) {
            arrivals.drop(key);
        }
        arrivals.clear(id);
        return new Completed(ended.answer(), ended.won());
    }

    /**
     * The upload, which can still be sent to, for at least the given time from now. Throws NOT_FOUND, GONE, INVALID when it was refused.
     */
    public Blob keepOpen(Tx tx, UUID id, Duration time) {
        Blob blob = store.lock(id).orElseThrow(() -> Problem.notFound("upload"));
        requireRights(tx, scopes.named(blob.scope()), blob);
        if (blob.live()) {
            throw new Problem(Code.GONE, "The upload is complete already.");
        }
        requireOpen(tx, blob);
        store.extend(id, tx.now().plus(time));
        return blob;
    }

    /** Where the bytes of an upload go in the store before they are checked. */
    public static String incoming(UUID id) {
        return Arrivals.incoming(id);
    }

    /** Pending rows that expired before this time can't be completed any more. */
    static Instant expiredBefore(Instant now) {
        return now.minus(GRACE);
    }

    private record Begun(Blob blob, @Nullable Object answer) {}

    private record Ended(Object answer, boolean won) {}

    private Begun begin(Tx tx, UUID id, String key) {
        Blob blob = store.lock(id).orElseThrow(() -> Problem.notFound("upload"));
        UploadScope scope = scopes.named(blob.scope());
        requireRights(tx, scope, blob);
        if (blob.live()) {
            return new Begun(blob, scope.answer(tx, blob));
        }
        requireOpen(tx, blob);
        // Named before the first byte lies there, so that the collector leaves the copy alone.
        store.beginCopy(key, id, tx.now());
        return new Begun(blob, null);
    }

    private Ended end(Tx tx, UUID id, String key, Arrivals.Checked checked) {
        Blob blob = store.lock(id).orElseThrow(() -> Problem.notFound("upload"));
        UploadScope scope = scopes.named(blob.scope());
        requireRights(tx, scope, blob);
        boolean named = store.endCopy(key);
        if (blob.live()) {
            return new Ended(scope.answer(tx, blob), false);
        }
        requireOpen(tx, blob);
        if (!named) {
            // The collector took the copy for given up: its object may be gone, so nothing may come to rely on it.
            throw new Problem(Code.UNAVAILABLE, "Checking the upload took too long. Complete it again.");
        }
        quotas.settle(tx, blob, checked.sizeBytes());
        store.store(id, key, checked, tx.now());
        Blob stored = store.find(id).orElseThrow();
        scope.attach(tx, stored);
        return new Ended(scope.answer(tx, stored), true);
    }

    private static void requireRights(Tx tx, UploadScope scope, Blob blob) {
        BlobOwner owner = scope.authorise(
                tx,
                new UploadRequest(
                        blob.fileName(), blob.contentType(), blob.scope(), blob.declaredBytes(), blob.target()));
        if (!owner.equals(blob.owner())) {
            throw Problem.notFound("upload");
        }
    }

    private static void requireOpen(Tx tx, Blob blob) {
        if (blob.state() == Blob.State.REFUSED) {
            String why = blob.refusal();
            throw Problem.invalid("upload", why == null ? "was refused" : why);
        }
        if (blob.state() != Blob.State.PENDING || blob.expiresAt().isBefore(expiredBefore(tx.now()))) {
            throw new Problem(Code.GONE, "The upload has expired or was deleted. Ask for a new address.");
        }
    }

    private void refuse(UUID id, String key, String why) {
        boolean refused = transactions.write(Arrivals.SYSTEM, tx -> {
            store.endCopy(key);
            Blob blob = store.lock(id).orElse(null);
            if (blob == null || blob.state() != Blob.State.PENDING) {
                return false;
            }
            quotas.release(blob);
            store.end(id, Blob.State.REFUSED, why);
            return true;
        });
        arrivals.drop(key);
        if (refused) {
            arrivals.clear(id);
        }
    }

    private void giveUp(String key) {
        boolean named = transactions.write(Arrivals.SYSTEM, tx -> store.endCopy(key));
        if (named) {
            arrivals.drop(key);
        }
    }

    private void check(UploadRequest request) {
        Fields fields = new Fields();
        String name = fields.name("fileName", request.fileName(), Fields.NAME_LENGTH_MAX);
        if (name.chars().anyMatch(Character::isISOControl)) {
            fields.refuse("fileName", "must not contain control characters");
        }
        if (!ContentTypes.isType(request.contentType())) {
            fields.refuse("contentType", "must be a media type like image/png, at most 200 characters");
        }
        Long size = request.sizeBytes();
        if (size != null && size < 0) {
            fields.refuse("sizeBytes", "must not be negative, is " + size);
        }
        fields.orThrow();
        BlobSettings settings = arrivals.settings();
        if (size != null && size > settings.maxUploadBytes()) {
            throw new Problem(
                    Code.TOO_LARGE,
                    "An upload has at most " + settings.maxUploadBytes() + " bytes, this one " + size + ".");
        }
    }

    static Blob pending(Tx tx, UUID id, BlobOwner owner, UploadRequest request, Instant expires) {
        Long size = request.sizeBytes();
        return new Blob(
                id,
                owner,
                request.scope(),
                request.target(),
                request.fileName(),
                request.contentType(),
                size,
                size == null ? 0 : size,
                Blob.State.PENDING,
                null,
                null,
                null,
                null,
                tx.actor().account(),
                tx.now(),
                expires,
                null);
    }
}
