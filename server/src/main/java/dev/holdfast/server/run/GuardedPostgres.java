package dev.holdfast.server.run;

import dev.holdfast.embedded.EmbeddedException;
import dev.holdfast.embedded.EmbeddedPostgres;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL, started again at the same port whenever it ends without having been told to. What it had
 * acknowledged is on disk; connections that broke are replaced by the pool.
 */
final class GuardedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardedPostgres.class);
    private static final int STARTS_MAX = 5;
    private static final long STARTS_PERIOD_NS = 60_000_000_000L;

    private final EmbeddedPostgres.Options options;
    private final Consumer<String> lost;

    private EmbeddedPostgres running;
    private boolean closed;
    private int starts;
    private long countedSince = System.nanoTime();

    private GuardedPostgres(EmbeddedPostgres.Options options, EmbeddedPostgres running, Consumer<String> lost) {
        this.options = options;
        this.running = running;
        this.lost = lost;
    }

    /**
     * Starts the server and watches it.
     *
     * @param lost told the reason, once, when it has ended and can't be started again
     */
    static GuardedPostgres start(EmbeddedPostgres.Options options, Consumer<String> lost) {
        EmbeddedPostgres server = EmbeddedPostgres.start(options);
        GuardedPostgres guarded = new GuardedPostgres(options.withPort(server.port()), server, lost);
        guarded.watch();
        return guarded;
    }

    String url(String database) {
        return running().url(database);
    }

    String ownerUser() {
        return running().ownerUser();
    }

    String ownerPassword() {
        return running().ownerPassword();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            running.close();
        }
    }

    private synchronized EmbeddedPostgres running() {
        return running;
    }

    private synchronized void watch() {
        CompletableFuture<Void> unused = end().thenRunAsync(this::ended, Thread::startVirtualThread);
    }

    /** Completes when the server has ended, which may be so already. */
    private CompletableFuture<ProcessHandle> end() {
        try {
            return ProcessHandle.of(running.pid())
                    .map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        } catch (EmbeddedException e) {
            log.debug("PostgreSQL ended at once", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private synchronized void ended() {
        if (closed) {
            return;
        }
        if (System.nanoTime() - countedSince > STARTS_PERIOD_NS) {
            starts = 0;
            countedSince = System.nanoTime();
        }
        if (++starts > STARTS_MAX) {
            giveUp("PostgreSQL ended " + starts + " times within a minute. Its log lies in log/postgresql.log.");
            return;
        }
        log.warn("PostgreSQL ended without having been told to; it is started again");
        try {
            running.close();
            running = EmbeddedPostgres.start(options);
            watch();
            log.warn("PostgreSQL is there again");
        } catch (EmbeddedException e) {
            giveUp("PostgreSQL ended and can't be started again: " + e.getMessage());
        }
    }

    private void giveUp(String reason) {
        closed = true;
        lost.accept(reason);
    }
}
