package dev.holdfast.buckia.bucket.steady;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Calls again what may succeed later: up to 8 tries, waiting 0.2 s, 0.4 s … 30 s at most, of each a random part (<i>full
 * jitter</i>), or as long as the provider said. Connections that can't be made at all are given up sooner, after 4 tries.
 */
public final class Retries {
    private static final int TRIES_MAX = 8;
    private static final int CONNECT_TRIES_MAX = 4;
    private static final long FIRST_MS = 200;
    private static final long LONGEST_MS = 30_000;
    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

    private final Pause pause;
    private final RandomGenerator random;

    /** Retries that wait like this, with jitter from this source. */
    public Retries(Pause pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    /** The call's result, from whichever try; throws what the last one threw. */
    public <T> T of(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (BucketException e) {
                if (!e.error().retryable() || attempt >= (isConnect(e) ? CONNECT_TRIES_MAX : TRIES_MAX)) {
                    throw e;
                }
                pause.of(wait(e, attempt));
            }
        }
    }

    private Duration wait(BucketException e, int attempt) {
        long longest = Math.min(LONGEST_MS, FIRST_MS << Math.min(attempt, 20));
        Duration jittered = Duration.ofMillis(longest / 4 + random.nextLong(Math.max(1, longest * 3 / 4)));
        return e.retryAfter()
                .map(asked -> asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked)
                .map(asked -> asked.plus(jittered.dividedBy(4)))
                .orElse(jittered);
    }

    private static boolean isConnect(BucketException e) {
        return e.error() == BucketError.UNAVAILABLE && e.getCause() instanceof java.net.ConnectException;
    }
}
