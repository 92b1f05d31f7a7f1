package dev.holdfast.platform.blobs;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.jobs.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Blobs for those who attach them to records of their own. Each sees what its transaction's actor may see. */
@Service
public final class Blobs {
    private static final Duration DEPOSIT_TIME = Duration.ofDays(1);

    private final Transactions transactions;
    private final BlobStore store;
    private final Quotas quotas;
    private final ObjectStore objects;
    private final BlobSettings settings;
    private final Ids ids;

    Blobs(
            Transactions transactions,
            BlobStore store,
            Quotas quotas,
            ObjectStore objects,
            BlobSettings settings,
            Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.quotas = quotas;
        this.objects = objects;
        this.settings = settings;
        this.ids = ids;
    }

    /** A blob in whatever state; empty when there is none, or it isn't the actor's to see. */
    public Optional<Blob> find(Tx tx, UUID id) {
        return store.find(id);
    }

    /** An account's own live blobs of a scope, newest first. */
    public List<Blob> list(Actor actor, String scope, @Nullable UUID before, int limit) {
        UUID account = actor.requirePerson();
        return transactions.read(actor, tx -> store.list(account, scope, before, limit));
    }

    /**
     * A signed address to download a live blob from. Shown in place only if nothing in it can run, as a file under the given
     * name else. Works for a few minutes, for whoever has it. Throws GONE for a blob that isn't live.
     */
    public URI download(Blob blob, String fileName) {
        return objects.signGet(key(blob), fileName, blob.contentType());
    }

    /** The bytes of a live blob. Not inside a transaction. The caller closes the stream. Throws GONE. */
    public InputStream open(Blob blob) {
        return objects.open(key(blob));
    }

    /**
     * Stores a file that a job made, in the same order of writes as an upload's, and attaches it in the step that makes it so.
     * Call it outside of the job's steps, and not twice at once in a job: what an earlier run of the job had reserved and not used, as when
     * its node died, is given back first. Throws QUOTA_EXCEEDED; UNAVAILABLE when the writing took longer than a day.
     *
     * @param request name, type, scope and target; its size isn't looked at
     * @param attach is handed the live blob
     */
    public Blob deposit(
            JobContext job, BlobOwner owner, UploadRequest request, Path file, BiConsumer<Tx, Blob> attach) {
        Arrivals.Checked written = measure(file, request.contentType());
        Map<String, UUID> target = new HashMap<>(request.target());
        target.put(BlobStore.JOB, job.id());
        UploadRequest sized = new UploadRequest(
                request.fileName(), request.contentType(), request.scope(), written.sizeBytes(), target);
        UUID id = ids.next();
        String key = Arrivals.keyOf(id);
        job.step(tx -> {
            store.lockOfJob(job.id()).forEach(left -> giveUp(tx, left));
            quotas.reserve(tx, owner, written.sizeBytes());
            store.insert(Uploads.pending(tx, id, owner, sized, tx.now().plus(DEPOSIT_TIME)));
            store.beginCopy(key, id, tx.now());
            return id;
        });
        try {
            objects.put(key, file, request.contentType());
            objects.persist(key);
            return settle(job, id, key, written, attach);
        } catch (RuntimeException e) {
            giveUp(id, e);
            throw e;
        }
    }

    private Blob settle(JobContext job, UUID id, String key, Arrivals.Checked written, BiConsumer<Tx, Blob> attach) {
        return job.step(tx -> {
            Blob blob = store.lock(id).orElseThrow(() -> Problem.notFound("blob"));
            if (!store.endCopy(key) || blob.state() != Blob.State.PENDING) {
                throw new Problem(Code.UNAVAILABLE, "Writing the file took too long.");
            }
            quotas.settle(tx, blob, written.sizeBytes());
            store.store(id, key, written, tx.now());
            Blob stored = store.find(id).orElse(blob);
            attach.accept(tx, stored);
            return stored;
        });
    }

    /** Not as a step of the job, which may just have been canceled or taken over. */
    private void giveUp(UUID id, RuntimeException why) {
        try {
            transactions.write(Arrivals.SYSTEM, tx -> {
                store.lock(id)
                        .filter(blob -> blob.state() == Blob.State.PENDING)
                        .ifPresent(blob -> giveUp(tx, blob));
                return id;
            });
        } catch (RuntimeException second) {
            why.addSuppressed(second);
        }
    }

    /** Ends what a job has reserved; bytes that are there lose their name, and the collector takes them. */
    private void giveUp(Tx tx, Blob blob) {
        store.endCopy(Arrivals.keyOf(blob.id()));
        quotas.expire(tx, blob);
    }

    /**
     * Gives a blob up: its quota is free at once, its bytes go when no backup can want them any more; until then it can be
     * restored. Giving up what is given up already, or isn't there, changes nothing.
     */
    public void delete(Tx tx, UUID id) {
        drop(tx, id, tx.now().plus(settings.keepDeleted()));
    }

    /** Like {@link #delete}, but its bytes go with the collector's next round, as closing an account wants it. */
    public void erase(Tx tx, UUID id) {
        drop(tx, id, tx.now());
    }

    /** Takes {@link #delete} back. Throws NOT_FOUND, GONE when its bytes are going, QUOTA_EXCEEDED. */
    public Blob restore(Tx tx, UUID id) {
        Blob blob = store.lock(id).orElseThrow(() -> Problem.notFound("blob"));
        if (blob.state() != Blob.State.STORED) {
            throw new Problem(Code.GONE, "Its bytes are gone.");
        }
        if (blob.deletedAt() != null) {
            quotas.use(tx, blob.requireOwner(), blob.size());
            store.restore(id);
        }
        return store.find(id).orElse(blob);
    }

    /** Deletes an account's own blob of a scope. Throws NOT_FOUND. */
    void deleteOwn(Actor actor, String scope, UUID id) {
        UUID account = actor.requirePerson();
        transactions.write(actor, tx -> {
            own(id, scope, account);
            delete(tx, id);
            return true;
        });
    }

    /** Where to download an account's own blob of a scope. Throws NOT_FOUND. */
    URI downloadOwn(Actor actor, String scope, UUID id) {
        UUID account = actor.requirePerson();
        Blob blob = transactions.read(actor, tx -> own(id, scope, account));
        return download(blob, blob.fileName());
    }

    /** For the collector: ends pending uploads that can't be completed any more; their ids. At most so many at a time. */
    public List<UUID> expire(Tx tx, int limit) {
        List<Blob> expired = store.lockAnyExpired(Uploads.expiredBefore(tx.now()), limit);
        expired.forEach(blob -> quotas.expire(tx, blob));
        return expired.stream().map(Blob::id).toList();
    }

    private Blob own(UUID id, String scope, UUID account) {
        return store.find(id)
                .filter(b -> b.live()
                        && b.scope().equals(scope)
                        && BlobOwner.account(account).equals(b.owner()))
                .orElseThrow(() -> Problem.notFound("upload"));
    }

    private void drop(Tx tx, UUID id, Instant purge) {
        Blob blob = store.lock(id).orElse(null);
        if (blob == null) {
            return;
        }
        if (blob.state() == Blob.State.PENDING) {
            quotas.expire(tx, blob);
        } else if (blob.state() == Blob.State.STORED) {
            if (blob.deletedAt() == null && blob.owner() != null) {
                quotas.free(tx, blob);
            }
            store.delete(id, tx.now(), purge);
        }
    }

    private static Arrivals.Checked measure(Path file, String contentType) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            long size = bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
            return new Arrivals.Checked(contentType, size, HexFormat.of().formatHex(sha.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String key(Blob blob) {
        String key = blob.objectKey();
        if (key == null || !blob.live()) {
            throw new Problem(Code.GONE, "Its bytes are gone.");
        }
        return key;
    }
}
