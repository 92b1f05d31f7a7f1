package dev.holdfast.buckia.snapshot;

import java.time.Instant;

/**
 * A moment of a SQLite file that the bucket keeps.
 *
 * @param reference its name, for {@link Snapshots#restore}
 * @param taken when, by the clock of the device that took it
 */
public record Snapshot(String reference, Instant taken) {}
