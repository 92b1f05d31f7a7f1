package dev.holdfast.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes ids: UUIDs of version 7 (RFC 9562), so that new rows lie beside each other in their index. Thread-safe. */
public final class Ids {
    private final InstantSource clock;
    private final SecureRandom random;

    public Ids(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next id: 48 bits of the clock's milliseconds, then 74 random bits. */
    public UUID next() {
        long millis = clock.millis();
        long high = (millis << 16) | 0x7000L | (random.nextInt() & 0x0fffL);
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** Unguessable bytes for tokens and secrets. */
    public byte[] secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return secret;
    }
}
