package dev.holdfast.platform.changes;

import dev.holdfast.platform.loops.Pulse;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Hears the rounds of other nodes as they happen. Where that isn't possible the numberer's polling finds them a little later. */
@Component
final class Listening implements SmartLifecycle {
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
    private static final Duration RECONNECT_AFTER_MAX = Duration.ofSeconds(5);

    private final NoticeStore notices;
    private final List<RoundListener> listeners;
    private final boolean wanted;
    private final Pulse pulse;
    private volatile @Nullable CountDownLatch stopped;

    Listening(NoticeStore notices, List<RoundListener> listeners, ChangesSettings settings, Pulses pulses) {
        this.notices = notices;
        this.listeners = List.copyOf(listeners);
        this.wanted = settings.listen();
        this.pulse = pulses.of("changes-listening");
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        if (wanted) {
            Thread.ofVirtual().name("changes-listening").start(() -> run(stop));
        }
    }

    @Override
    public void stop() {
        CountDownLatch stop = stopped;
        stopped = null;
        if (stop != null) {
            stop.countDown();
            notices.close();
        }
    }

    @Override
    public boolean isRunning() {
        return stopped != null;
    }

    private void run(CountDownLatch stop) {
        try {
            Duration pause;
            do {
                pause = listen(stop);
            } while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns once the connection is gone; answers when to connect again. */
    private Duration listen(CountDownLatch stop) {
        try {
            notices.listen(
                    () -> {
                        pulse.beat();
                        tell(Round.UNKNOWN);
                        if (stop.getCount() == 0) {
                            notices.close();
                        }
                    },
                    payload -> tell(Notices.read(payload)));
        } catch (RuntimeException | Error e) {
            if (stop.getCount() > 0) {
                Duration pause = pulse.failed(e);
                return pause.compareTo(RECONNECT_AFTER_MAX) < 0 ? pause : RECONNECT_AFTER_MAX;
            }
        }
        return RECONNECT_AFTER;
    }

    private void tell(Round round) {
        listeners.forEach(listener -> listener.onRound(round));
    }
}
