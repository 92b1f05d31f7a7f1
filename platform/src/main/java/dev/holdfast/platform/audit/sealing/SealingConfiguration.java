package dev.holdfast.platform.audit.sealing;

import dev.holdfast.platform.audit.SealSignal;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.jobs.schedules.Schedule;
import dev.holdfast.platform.loops.Loop;
import dev.holdfast.platform.loops.Pulses;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the sealer, and watches it. */
@Configuration(proxyBeanMethods = false)
class SealingConfiguration {
    /** What another node left behind when it died is found at the latest after this. */
    private static final Duration POLL = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(250);

    @Bean
    Loop auditSealing(
            Sealing sealing,
            Transactions transactions,
            LinkStore store,
            Watch watch,
            SealSignal signal,
            Pulses pulses) {
        transactions.write(Sealing.SYSTEM, tx -> store.prepare(tx.now(), RetentionJob.MONTHS_AHEAD));
        Loop loop = new Loop(pulses.of("audit-sealing"), POLL, PAUSE, () -> {
            boolean more = sealing.seal();
            watch.look();
            return more;
        });
        signal.listen(loop::wake);
        return loop;
    }

    @Bean
    Schedule keepAudit() {
        return new Schedule(RetentionJob.KIND, "40 3 * * *");
    }

    @Bean
    Watch auditWatch(Transactions transactions, LinkStore store, InstantSource clock, MeterRegistry meters) {
        Watch watch = new Watch(transactions, store);
        Gauge.builder("holdfast.audit.unsealed.seconds", () -> watch.ageSeconds(clock.instant()))
                .description("Age of the oldest audit entry without a link; more than 10 is an alert")
                .register(meters);
        return watch;
    }

    /** Remembers since when the oldest entry waits. */
    static final class Watch {
        private final Transactions transactions;
        private final LinkStore store;
        private final AtomicReference<@Nullable Instant> oldest = new AtomicReference<>();

        Watch(Transactions transactions, LinkStore store) {
            this.transactions = transactions;
            this.store = store;
        }

        void look() {
            oldest.set(
                    transactions.read(Sealing.SYSTEM, tx -> store.unsealed(null).oldest()));
        }

        double ageSeconds(Instant now) {
            Instant since = oldest.get();
            return since == null ? 0 : Duration.between(since, now).toMillis() / 1_000.0;
        }
    }
}
