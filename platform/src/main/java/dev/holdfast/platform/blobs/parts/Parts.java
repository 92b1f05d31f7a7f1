package dev.holdfast.platform.blobs.parts;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.blobs.Uploads;
import dev.holdfast.platform.blobs.objects.MultipartUploads;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import dev.holdfast.platform.db.Transactions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Sends an upload in parts. What has arrived is what the store lists, and nothing else is remembered: so a client that was cut off, on
 * whichever node, asks again and goes on. The parts together become the object that {@link Uploads#complete} checks.
 */
@Service
final class Parts {
    /** The store's least size of a part that isn't the last is 5 MiB; no upload has more than {@link MultipartUploads#PARTS_MAX} of these. */
    static final long PART_BYTES = 8L * 1024 * 1024;
    /** How long after the last question the parts are kept. The collector gives up multipart uploads after as long. */
    private static final Duration KEPT = Duration.ofHours(23);

    private static final int SIGNED_MAX = 100;

    private final Transactions transactions;
    private final Uploads uploads;
    private final PartStore store;
    private final MultipartUploads multipart;
    private final ObjectStore objects;

    Parts(
            Transactions transactions,
            Uploads uploads,
            PartStore store,
            MultipartUploads multipart,
            ObjectStore objects) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.store = store;
        this.multipart = multipart;
        this.objects = objects;
    }

    /**
     * One part to send.
     *
     * @param number from 1
     * @param sizeBytes exactly so many bytes
     * @param url where to PUT them, good for minutes
     */
    record Missing(int number, long sizeBytes, URI url) {}

    /**
     * Where an upload in parts stands.
     *
     * @param partBytes the size of every part but the last, in bytes
     * @param count how many parts there are
     * @param received the numbers of those that have arrived, ascending
     * @param items the next parts to send, at most 100; none when all have arrived: complete the upload then
     * @param expiresAt until when the parts are kept
     */
    record Standing(long partBytes, int count, List<Integer> received, List<Missing> items, Instant expiresAt) {}

    /**
     * Says which parts are missing and signs their addresses; when none is, makes them one. Throws NOT_FOUND, GONE, INVALID when the upload
     * declared no size.
     */
    Standing ask(Actor actor, UUID id) {
        Known known = transactions.write(actor, tx -> {
            Blob blob = uploads.keepOpen(tx, id, KEPT);
            return new Known(blob, store.find(id).orElse(null), tx.now().plus(KEPT));
        });
        Long size = known.blob().declaredBytes();
        if (size == null || size == 0) {
            throw Problem.invalid("sizeBytes", "must have been declared, and not be 0, for an upload in parts");
        }
        String key = Uploads.incoming(id);
        String upload = known.upload() == null ? begin(actor, known.blob(), key) : known.upload();
        Map<Integer, MultipartUploads.Received> there = multipart.received(key, upload);
        return there.isEmpty() ? first(actor, known, key, upload, size) : standing(known, key, upload, size, there);
    }

    private record Known(Blob blob, @Nullable String upload, Instant expiresAt) {}

    /** Begins at the store. Of two who do so at once one is remembered, and the other's goes. */
    private String begin(Actor actor, Blob blob, String key) {
        String begun = multipart.begin(key, blob.contentType());
        String kept = transactions.write(actor, tx -> {
            store.insert(blob.id(), begun, tx.now());
            return store.find(blob.id()).orElse(begun);
        });
        if (!kept.equals(begun)) {
            multipart.abort(key, begun);
        }
        return kept;
    }

    /** No part is there: none came yet, or they were joined and the answer got lost, or the store gave them up and all begins anew. */
    private Standing first(Actor actor, Known known, String key, String upload, long size) {
        if (whole(key, size)) {
            int count = count(size);
            return new Standing(PART_BYTES, count, numbers(count), List.of(), known.expiresAt());
        }
        if (multipart.open(key, upload)) {
            return standing(known, key, upload, size, Map.of());
        }
        transactions.write(actor, tx -> {
            store.delete(known.blob().id());
            return true;
        });
        return standing(known, key, begin(actor, known.blob(), key), size, Map.of());
    }

    private Standing standing(
            Known known, String key, String upload, long size, Map<Integer, MultipartUploads.Received> there) {
        int count = count(size);
        Map<Integer, MultipartUploads.Received> good = there.values().stream()
                .filter(part -> part.number() <= count && part.sizeBytes() == bytes(part.number(), count, size))
                .collect(Collectors.toMap(MultipartUploads.Received::number, part -> part));
        List<Missing> missing = numbers(count).stream()
                .filter(number -> !good.containsKey(number))
                .limit(SIGNED_MAX)
                .map(number -> missing(key, upload, number, bytes(number, count, size)))
                .toList();
        if (missing.isEmpty()) {
            join(key, upload, size, good);
        }
        return new Standing(PART_BYTES, count, good.keySet().stream().sorted().toList(), missing, known.expiresAt());
    }

    /** Of several who ask at once one joins, and the others find it done. */
    private void join(String key, String upload, long size, Map<Integer, MultipartUploads.Received> parts) {
        try {
            multipart.join(key, upload, parts);
        } catch (Problem e) {
            if (!whole(key, size)) {
                throw e;
            }
        }
    }

    private boolean whole(String key, long size) {
        return objects.head(key).filter(object -> object.sizeBytes() == size).isPresent();
    }

    private Missing missing(String key, String upload, int number, long sizeBytes) {
        return new Missing(number, sizeBytes, multipart.sign(key, upload, number, sizeBytes));
    }

    private static int count(long size) {
        return Math.toIntExact(Math.ceilDiv(size, PART_BYTES));
    }

    private static long bytes(int number, int count, long size) {
        return number < count ? PART_BYTES : size - (count - 1) * PART_BYTES;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count)
                .boxed()
                .map(Objects::requireNonNull)
                .toList();
    }
}
