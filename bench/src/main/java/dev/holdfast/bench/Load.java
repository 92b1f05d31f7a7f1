package dev.holdfast.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Clients that do one thing again and again for a while, each on a connection of its own. */
final class Load {
    private Load() {}

    /** One client's next request; it throws when the answer isn't the wanted one. */
    interface Step {
        void run() throws Exception;
    }

    /** What was measured: requests a second, and latencies in milliseconds. */
    record Result(double perSecond, double p50Ms, double p95Ms, double p99Ms) {}

    /**
     * Runs clients side by side, for a warm-up that isn't measured and then for the given time.
     *
     * @param client makes the n-th client
     */
    static Result run(int clients, double warmUpSeconds, double seconds, IntFunction<Step> client) {
        CountDownLatch ready = new CountDownLatch(clients);
        List<Future<long[]>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                Step step = client.apply(i);
                running.add(threads.submit(() -> measure(step, ready, warmUpSeconds, seconds)));
            }
            long[] all = running.stream()
                    .map(Load::result)
                    .flatMapToLong(Arrays::stream)
                    .sorted()
                    .toArray();
            return new Result(all.length / seconds, at(all, 0.50), at(all, 0.95), at(all, 0.99));
        }
    }

    private static long[] measure(Step step, CountDownLatch ready, double warmUpSeconds, double seconds)
            throws Exception {
        ready.countDown();
        ready.await();
        long begin = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        while (System.nanoTime() < begin) {
            step.run();
        }
        long end = begin + (long) (seconds * 1e9);
        long[] latencies = new long[1024];
        int count = 0;
        for (long before = System.nanoTime(); before < end; ) {
            step.run();
            long after = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, count * 2);
            }
            latencies[count++] = after - before;
            before = after;
        }
        return Arrays.copyOf(latencies, count);
    }

    private static long[] result(Future<long[]> future) {
        try {
            return future.get(10, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("a client failed: " + e.getMessage(), e);
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }
}
