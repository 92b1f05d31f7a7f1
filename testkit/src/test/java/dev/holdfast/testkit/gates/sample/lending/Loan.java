package dev.holdfast.testkit.gates.sample.lending;

import dev.holdfast.testkit.gates.sample.shop.Prices;

/** Closes a cycle with the shop. */
public interface Loan {
    /** Crosses back. */
    Prices prices();
}
