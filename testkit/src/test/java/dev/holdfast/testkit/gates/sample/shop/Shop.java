package dev.holdfast.testkit.gates.sample.shop;

import dev.holdfast.testkit.gates.sample.lending.Loan;
import dev.holdfast.testkit.gates.sample.platform.Port;

/** Uses the platform, as it may, and another app in a generic array, as it may not. */
public interface Shop extends Port {
    /** Crosses over. */
    Loan[] loans();
}
