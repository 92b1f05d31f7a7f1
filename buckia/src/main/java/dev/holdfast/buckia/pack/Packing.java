package dev.holdfast.buckia.pack;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pages on their way into packs: some threads compress them while one pack is filled and the one before is sent. The packs are
 * the same whatever thread is the first.
 */
public final class Packing {
    private static final int BATCH_PAGES = 64;
    private static final int THREADS_MAX = 4;
    private static final int BATCHES_AHEAD = 2 * THREADS_MAX;

    private final Pages pages;
    private final List<String> packs;

    /**
     * Of these pages.
     *
     * @param packs get the names of the packs, after those that are there
     */
    public Packing(Pages pages, List<String> packs) {
        this.pages = pages;
        this.packs = packs;
    }

    /** Where pages come from and packs go. */
    public interface Pages {
        /** A page's bytes, at most 128 KiB; called by several threads at a time. */
        byte[] read(int page) throws IOException;

        /** A page will be this record, from 0, of the pack with this number; called in the order of the pages. */
        void placed(int page, int pack, int record);

        /** Sends a pack, which isn't used afterwards, and tells its name; one at a time. */
        String send(Pack pack);
    }

    /** Sends these pages in their order. */
    public void run(int[] wanted) throws IOException {
        if (wanted.length == 0) {
            return;
        }
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX);
        var factory = Thread.ofPlatform().daemon().name("packing ", 0).factory();
        var compressing = Executors.newFixedThreadPool(threads, factory);
        var sending = Executors.newSingleThreadExecutor(factory);
        try (var one = new Pack();
                var two = new Pack()) {
            fill(wanted, compressing, sending, one, two);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketError.CANCELED, "canceled", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IOException("a snapshot can't be sent: " + e.getCause(), e);
            }
        } finally {
            compressing.shutdownNow();
            sending.shutdownNow();
        }
    }

    private void fill(int[] wanted, ExecutorService compressing, ExecutorService sending, Pack one, Pack two)
            throws InterruptedException, ExecutionException {
        var ahead = new ArrayDeque<Future<byte[][]>>();
        var pack = one;
        var other = two;
        Future<?> sent = CompletableFuture.completedFuture(null);
        int next = 0;
        for (int at = 0; at < wanted.length; ) {
            for (; next < wanted.length && ahead.size() < BATCHES_AHEAD; next += BATCH_PAGES) {
                int[] batch = Arrays.copyOfRange(wanted, next, Math.min(wanted.length, next + BATCH_PAGES));
                ahead.add(compressing.submit(() -> compress(batch)));
            }
            for (byte[] record : ahead.remove().get()) {
                pages.placed(wanted[at++], packs.size(), pack.count());
                pack.addCompressed(record);
                if (pack.isFull() || at == wanted.length) {
                    // One on its way, one being filled: there are no more, since each takes much memory.
                    var unused = sent.get();
                    var full = pack;
                    sent = send(full, sending);
                    pack = other;
                    pack.clear();
                    other = full;
                }
            }
        }
        var unused = sent.get();
    }

    private Future<?> send(Pack pack, ExecutorService sending) {
        int number = packs.size();
        packs.add("");
        return sending.submit(() -> packs.set(number, pages.send(pack)));
    }

    private byte[][] compress(int[] batch) throws IOException {
        byte[][] records = new byte[batch.length][];
        try (var compressor = new Compressor()) {
            for (int at = 0; at < batch.length; at++) {
                records[at] = compressor.compress(pages.read(batch[at]));
            }
        }
        return records;
    }
}
