package dev.holdfast.platform.changes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Hears the rounds of other nodes as they happen. Where that isn't possible the numberer's polling finds them a little later. */
@Component
final class Listening implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

    private final NoticeStore notices;
    private final List<RoundListener> listeners;
    private final boolean wanted;
    private volatile @Nullable CountDownLatch stopped;

    Listening(NoticeStore notices, List<RoundListener> listeners, ChangesSettings settings) {
        this.notices = notices;
        this.listeners = List.copyOf(listeners);
        this.wanted = settings.listen();
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
            do {
                listen(stop);
            } while (!stop.await(RECONNECT_AFTER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(CountDownLatch stop) {
        try {
            notices.listen(
                    () -> {
                        tell(Round.UNKNOWN);
                        if (stop.getCount() == 0) {
                            notices.close();
                        }
                    },
                    payload -> tell(Notices.read(payload)));
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                log.warn("Can't listen to the other nodes just now: {}", e.getMessage());
            }
        }
    }

    private void tell(Round round) {
        listeners.forEach(listener -> listener.onRound(round));
    }
}
