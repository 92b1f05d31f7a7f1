package dev.holdfast.buckia.bucket;

import java.time.Instant;
import java.time.InstantSource;

/** This machine's clock, for those who were given none. */
public final class MachineClock implements InstantSource {
    /** The one. */
    public static final InstantSource INSTANCE = new MachineClock();

    private MachineClock() {}

    @Override
    public Instant instant() {
        return Instant.now();
    }
}
