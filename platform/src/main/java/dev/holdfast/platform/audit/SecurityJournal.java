package dev.holdfast.platform.audit;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.loops.Loop;
import dev.holdfast.platform.loops.Pulses;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Logs and counts at once; writes audit entries on a thread of its own, so that an attack slows nobody's request. */
@Component
final class SecurityJournal implements SecurityEvents, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger("holdfast.security");
    private static final Actor SYSTEM = Actor.system("security");
    private static final int WAITING_MAX = 10_000;
    private static final int ENTRIES_A_ROUND = 500;
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Transactions transactions;
    private final Audit audit;
    private final MeterRegistry meters;
    private final BlockingQueue<SecurityEvent> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Loop loop;

    SecurityJournal(Transactions transactions, Audit audit, MeterRegistry meters, Pulses pulses) {
        this.transactions = transactions;
        this.audit = audit;
        this.meters = meters;
        this.loop = new Loop(pulses.of("security-events"), POLL, PAUSE, this::write);
    }

    @Override
    public void note(SecurityEvent event) {
        tell(event);
        if (event.account() != null || event.space() != null) {
            if (!waiting.offer(event)) {
                meters.counter("holdfast.security.events.unaudited").increment();
            }
            loop.wake();
        }
    }

    @Override
    public void record(Tx tx, SecurityEvent event) {
        audit.record(tx, entry(event));
        tx.afterCommit(() -> tell(event));
    }

    private void tell(SecurityEvent event) {
        log.warn(
                "{} account={} space={} address={} request={}",
                event.type(),
                event.account(),
                event.space(),
                event.actor().origin().address(),
                event.actor().origin().requestId());
        meters.counter("holdfast.security.events", "type", event.type()).increment();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
        while (write()) {
            // What was noted before the stop is written before it.
        }
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private boolean write() {
        List<SecurityEvent> events = new ArrayList<>();
        waiting.drainTo(events, ENTRIES_A_ROUND);
        if (!events.isEmpty()) {
            try {
                transactions.write(SYSTEM, tx -> {
                    for (SecurityEvent event : events) {
                        audit.record(tx, entry(event));
                    }
                    return true;
                });
            } catch (RuntimeException | Error e) {
                events.forEach(waiting::offer);
                throw e;
            }
        }
        return !waiting.isEmpty();
    }

    private static AuditEntry entry(SecurityEvent event) {
        return new AuditEntry(
                event.type(), "security", event.account(), event.space(), Map.of(), Map.of(), null, event.actor());
    }
}
