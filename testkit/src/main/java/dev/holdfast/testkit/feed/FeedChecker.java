package dev.holdfast.testkit.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets writers and following clients to work at once and then holds every client's copy against what the writers were told: every
 * acknowledged write must have arrived in its last state, nothing may be there that nobody wrote. A seed decides what is written and with
 * which pauses; it is logged and stands in every failure, {@code -Dseed=…} runs it again.
 */
public final class FeedChecker {
    private static final Logger log = LoggerFactory.getLogger(FeedChecker.class);
    private static final int LIMIT_MAX = 60;
    private static final int FAILURES_MAX = 2_000;
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long seed;
    private final int writesPerWriter;
    private final boolean mayFail;
    private final Map<FeedClient.Key, Ledger> ledgers = new HashMap<>();

    /**
     * A checker.
     *
     * @param writesPerWriter how much each writer writes
     * @param mayFail whether writes and pulls may fail on the way, as they do when a server is killed: a write that failed may have happened or
     *     not, a pull is tried again
     */
    public FeedChecker(int writesPerWriter, boolean mayFail) {
        String given = System.getProperty("seed");
        this.seed = given == null || given.isBlank() ? new Random().nextLong() : Long.parseLong(given);
        this.writesPerWriter = writesPerWriter;
        this.mayFail = mayFail;
        log.warn("feed checker: -Dseed={}", seed);
    }

    /**
     * One write to be.
     *
     * @param etag the tag that the record will have; null to delete it
     * @param pauseMillis how long its transaction stays open before it commits, where the writer can do that
     */
    public record Intent(
            UUID space, String entity, UUID id, @Nullable String etag, String content, long pauseMillis) {}

    /** Writes records. Called by one thread. */
    public interface Writer {

        /** What to write next, decided by {@code random} alone. */
        Intent next(Random random);

        /**
         * Writes it and returns when the server has acknowledged it.
         *
         * @return its place among the writes of this record: the highest acknowledged is the record's last state
         */
        long carryOut(Intent intent) throws Exception;
    }

    /** What is known of one record. */
    private static final class Ledger {
        final Set<String> intended = new HashSet<>();
        final Set<String> unsure = new HashSet<>();
        long order = Long.MIN_VALUE;

        @Nullable
        String last;

        boolean acknowledged;
    }

    /** What decides all that is random; for what else a test leaves to chance. */
    public long seed() {
        return seed;
    }

    /**
     * Runs the writers to their end while the clients pull, lets the clients pull to the end, and checks.
     *
     * @param meanwhile runs once beside them, e.g. kills the server; null for nothing
     */
    public void run(List<? extends Writer> writers, List<FeedClient> clients, @Nullable Runnable meanwhile) {
        AtomicInteger writing = new AtomicInteger(writers.size());
        List<Future<?>> work = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers.size(); i++) {
                Writer writer = writers.get(i);
                Random random = new Random(seed * 31 + i);
                work.add(threads.submit(() -> {
                    try {
                        write(writer, random);
                    } finally {
                        writing.decrementAndGet();
                    }
                }));
            }
            for (int i = 0; i < clients.size(); i++) {
                FeedClient client = clients.get(i);
                Random random = new Random(seed * 37 + i);
                work.add(threads.submit(() -> follow(client, random, writing)));
            }
            if (meanwhile != null) {
                work.add(threads.submit(meanwhile));
            }
            for (Future<?> part : work) {
                part.get(5, TimeUnit.MINUTES);
            }
            clients.forEach(client -> {
                client.pullAll(LIMIT_MAX);
                check(client);
            });
        } catch (ExecutionException | java.util.concurrent.TimeoutException | AssertionError e) {
            throw new AssertionError("-Dseed=" + seed + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void write(Writer writer, Random random) {
        int failures = 0;
        for (int done = 0; done < writesPerWriter && failures < FAILURES_MAX; ) {
            Intent intent = writer.next(random);
            String etag = String.valueOf(intent.etag());
            intend(intent, etag);
            try {
                long order = writer.carryOut(intent);
                acknowledge(intent, etag, order);
                done++;
            } catch (Exception e) {
                if (!mayFail) {
                    throw new AssertionError("a write failed: " + intent, e);
                }
                log.debug("A write failed", e);
                failures++;
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    private void follow(FeedClient client, Random random, AtomicInteger writing) {
        boolean more = true;
        while (more || writing.get() > 0) {
            try {
                more = client.pull(1 + random.nextInt(LIMIT_MAX));
            } catch (RuntimeException e) {
                if (!mayFail) {
                    throw e;
                }
                log.debug("A pull failed", e);
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    private synchronized void intend(Intent intent, String etag) {
        Ledger ledger = ledgers.computeIfAbsent(key(intent), key -> new Ledger());
        ledger.intended.add(etag);
        ledger.unsure.add(etag);
    }

    private synchronized void acknowledge(Intent intent, String etag, long order) {
        Ledger ledger = ledgers.get(key(intent));
        if (ledger == null) {
            throw new IllegalStateException("never intended: " + intent);
        }
        ledger.unsure.remove(etag);
        if (order > ledger.order) {
            ledger.order = order;
            ledger.last = etag;
            ledger.acknowledged = true;
        }
    }

    private synchronized void check(FeedClient client) {
        Map<FeedClient.Key, FeedClient.Held> held = client.held();
        ledgers.forEach((key, ledger) -> {
            FeedClient.Held copy = held.get(key);
            String etag = copy == null ? "null" : String.valueOf(copy.etag());
            boolean neverWritten = !ledger.acknowledged && copy == null;
            if (!neverWritten && !etag.equals(ledger.last) && !ledger.unsure.contains(etag)) {
                throw new AssertionError(key + " was last written as " + ledger.last + ", the client holds " + copy
                        + ", unacknowledged are " + ledger.unsure);
            }
        });
        Set<String> kinds = new HashSet<>();
        ledgers.keySet().forEach(key -> kinds.add(key.entity()));
        client.seen().forEach((key, etags) -> {
            Ledger ledger = ledgers.get(key);
            if (kinds.contains(key.entity()) && (ledger == null || !ledger.intended.containsAll(etags))) {
                throw new AssertionError("nobody wrote " + key + " as " + etags);
            }
        });
    }

    private static FeedClient.Key key(Intent intent) {
        return new FeedClient.Key(intent.space(), intent.entity(), intent.id());
    }
}
