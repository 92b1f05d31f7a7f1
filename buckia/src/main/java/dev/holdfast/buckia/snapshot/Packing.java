package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.pack.Compressor;
import dev.holdfast.buckia.pack.Pack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Pages on their way into packs: some threads compress them while one pack is filled and the one before is sent. The packs are
 * the same whatever thread is the first.
 */
final class Packing {
    private static final int BATCH_PAGES = 64;
    private static final int THREADS_MAX = 4;
    private static final int BATCHES_AHEAD = 2 * THREADS_MAX;

    private final FileChannel in;
    private final PageTable table;
    private final List<String> packs;
    private final Function<Pack, String> sender;

    /**
     * Of a file.
     *
     * @param table told where each page is
     * @param packs get the names of the packs
     * @param sender sends a pack and tells its name
     */
    Packing(FileChannel in, PageTable table, List<String> packs, Function<Pack, String> sender) {
        this.in = in;
        this.table = table;
        this.packs = packs;
        this.sender = sender;
    }

    /** Sends these pages in their order. */
    void run(int[] pages) throws IOException {
        if (pages.length == 0) {
            return;
        }
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX);
        var factory = Thread.ofPlatform().daemon().name("packing ", 0).factory();
        var compressing = Executors.newFixedThreadPool(threads, factory);
        var sending = Executors.newSingleThreadExecutor(factory);
        try (var one = new Pack();
                var two = new Pack()) {
            fill(pages, compressing, sending, one, two);
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

    private void fill(int[] pages, ExecutorService compressing, ExecutorService sending, Pack one, Pack two)
            throws InterruptedException, ExecutionException {
        var ahead = new ArrayDeque<Future<byte[][]>>();
        var pack = one;
        var other = two;
        Future<?> sent = CompletableFuture.completedFuture(null);
        int next = 0;
        for (int page = 0; page < pages.length; ) {
            for (; next < pages.length && ahead.size() < BATCHES_AHEAD; next += BATCH_PAGES) {
                int[] batch = Arrays.copyOfRange(pages, next, Math.min(pages.length, next + BATCH_PAGES));
                ahead.add(compressing.submit(() -> compress(batch)));
            }
            for (byte[] record : ahead.remove().get()) {
                table.setPlace(pages[page++], packs.size(), pack.count());
                pack.addCompressed(record);
                if (pack.isFull() || page == pages.length) {
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
        return sending.submit(() -> packs.set(number, sender.apply(pack)));
    }

    private byte[][] compress(int[] pages) throws IOException {
        byte[][] records = new byte[pages.length][];
        var buffer = ByteBuffer.allocate(table.pageSize());
        try (var compressor = new Compressor()) {
            for (int at = 0; at < pages.length; at++) {
                Shot.read(in, pages[at], buffer);
                records[at] = compressor.compress(buffer.array());
            }
        }
        return records;
    }
}
