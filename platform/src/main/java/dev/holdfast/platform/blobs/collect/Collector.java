package dev.holdfast.platform.blobs.collect;

import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.MultipartUploads;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Deletes bytes that no row wants. That it takes no live blob rests on the order of writes that docs/formats/blobs.md
 * argues: a key has a name in the database before its object exists, and never again once it has lost it. So the names
 * are always asked for <em>after</em> the objects were listed. Every part can be repeated from its beginning.
 */
@Component
final class Collector implements JobHandler {
    static final String KIND = "collect-blobs";
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);
    private static final int BATCH = 500;
    private static final String INCOMING = "incoming/";
    private static final String STORED = "blobs/";

    private final CollectorStore store;
    private final Blobs blobs;
    private final ObjectStore objects;
    private final MultipartUploads multipart;
    private final BlobSettings settings;

    Collector(
            CollectorStore store, Blobs blobs, ObjectStore objects, MultipartUploads multipart, BlobSettings settings) {
        this.store = store;
        this.blobs = blobs;
        this.objects = objects;
        this.multipart = multipart;
        this.settings = settings;
    }

    /**
     * What a round did.
     *
     * @param abandoned blobs deleted because their owner is gone
     * @param erased blobs of people who closed their accounts
     * @param expired uploads that were never completed
     * @param purged deleted blobs whose bytes went
     * @param incoming objects of uploads that were over
     * @param orphans objects that no row named
     * @param multipart unfinished multipart uploads
     */
    record Round(int abandoned, int erased, int expired, int purged, int incoming, int orphans, int multipart) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        if (!settings.present()) {
            return Map.of("summary", "no object store is configured");
        }
        int abandoned = job.step(tx -> store.abandon(tx.now(), tx.now().plus(settings.keepDeleted())));
        int erased = erase(job);
        int expired = expire(job);
        int purged = purge(job);
        int incoming = collectIncoming(job);
        int orphans = collectOrphans(job);
        objects.sweep();
        Instant longAgo = job.step(tx -> {
            store.forget(tx.now().minus(settings.keepDeleted()));
            return tx.now().minus(GIVEN_UP_AFTER);
        });
        return new Round(abandoned, erased, expired, purged, incoming, orphans, multipart.abortBefore(longAgo));
    }

    private int erase(JobContext job) {
        int erased = 0;
        for (int n = BATCH; n == BATCH; erased += n) {
            n = job.step(tx -> {
                List<UUID> left = store.ofClosedAccounts(tx.now(), BATCH);
                left.forEach(id -> blobs.erase(tx, id));
                return left.size();
            });
        }
        return erased;
    }

    private int expire(JobContext job) {
        int expired = 0;
        for (int n = BATCH; n == BATCH; expired += n) {
            n = job.step(tx -> blobs.expire(tx, BATCH).size());
        }
        return expired;
    }

    private int purge(JobContext job) {
        int purged = 0;
        for (List<String> keys = purging(job); !keys.isEmpty(); keys = purging(job)) {
            // From 'purging' no row comes back: nobody can restore what goes here.
            keys.forEach(objects::delete);
            List<String> gone = keys;
            job.step(tx -> {
                store.endPurge(gone);
                return true;
            });
            purged += gone.size();
        }
        return purged;
    }

    private List<String> purging(JobContext job) {
        return job.step(tx -> {
            store.beginPurge(tx.now(), BATCH);
            return store.purging(BATCH);
        });
    }

    private int collectIncoming(JobContext job) {
        List<String> over = new ArrayList<>();
        objects.list(INCOMING, page -> {
            List<UUID> ids =
                    page.keySet().stream().flatMap(key -> idOf(key).stream()).toList();
            Set<UUID> pending = job.step(tx -> store.pending(ids));
            page.keySet().stream()
                    .filter(key -> idOf(key).stream().noneMatch(pending::contains))
                    .forEach(over::add);
        });
        over.forEach(objects::delete);
        return over.size();
    }

    private int collectOrphans(JobContext job) {
        Instant old = job.step(tx -> {
            // The name goes first: a completion that still lives then fails, instead of relying on what goes next.
            store.giveUpCopies(tx.now().minus(GIVEN_UP_AFTER));
            return tx.now().minus(settings.keepDeleted());
        });
        int[] orphans = new int[1];
        objects.list(STORED, page -> {
            List<String> candidates = page.entrySet().stream()
                    .filter(object -> object.getValue().isBefore(old))
                    .map(Map.Entry::getKey)
                    .toList();
            Set<String> named = job.step(tx -> store.named(candidates));
            for (String key : candidates) {
                if (!named.contains(key)) {
                    objects.delete(key);
                    orphans[0]++;
                }
            }
        });
        return orphans[0];
    }

    /** The upload that an incoming object belongs to; none when its key isn't one of ours. */
    private static List<UUID> idOf(String key) {
        try {
            return List.of(UUID.fromString(key.substring(INCOMING.length())));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
