package dev.holdfast.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what another thread or process does and can't signal here. */
public final class Eventually {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MS = 15;

    private Eventually() {}

    /** Looks again and again until the condition holds. Fails after 30 s with what it looked for. */
    public static void holds(String what, Supplier<Boolean> condition) {
        holds(what, WAIT_MAX, condition);
    }

    /** As {@link #holds(String, Supplier)}, for what takes longer. */
    public static void holds(String what, Duration max, Supplier<Boolean> condition) {
        long end = System.nanoTime() + max.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + max + " still not: " + what);
            }
            try {
                if (never.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for: " + what, e);
            }
        }
    }
}
