package dev.holdfast.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids: UUIDs of version 7 (RFC 9562), so that new rows lie beside each other in their index. Thread-safe. */
public final class Ids {
    private static final int COUNT_BITS = 12;
    private static final long COUNT_MAX = 0x0fffL;
    /** A clock that goes back by more than this is followed. */
    private static final long BACK_MILLIS_MAX = 100;

    private final InstantSource clock;
    private final SecureRandom random;
    /** The last id's milliseconds and, below them, its count. */
    private final AtomicLong tick = new AtomicLong();

    public Ids(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * The next id: 48 bits of the clock's milliseconds, 12 that count on from a random number within one of them, then 62 random bits. So of
     * ids that one process makes the later is the greater one, unless the clock goes back.
     */
    public UUID next() {
        long now = tick.updateAndGet(this::later);
        long high = (now >>> COUNT_BITS << 16) | 0x7000L | (now & COUNT_MAX);
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private long later(long before) {
        long millis = clock.millis();
        long last = before >>> COUNT_BITS;
        boolean counts = millis <= last && last - millis <= BACK_MILLIS_MAX;
        return counts ? before + 1 : (millis << COUNT_BITS) | random.nextInt((int) (COUNT_MAX / 2));
    }

    /** Unguessable bytes for tokens and secrets. */
    public byte[] secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return secret;
    }
}
