package dev.holdfast.platform.ai.budget;

import java.util.UUID;

/**
 * The promise that a call's cost fits, whatever it turns out to be. To be settled exactly once.
 *
 * @param id of the row behind it
 * @param spending what it is for
 */
public record Reservation(UUID id, Spending spending) {}
