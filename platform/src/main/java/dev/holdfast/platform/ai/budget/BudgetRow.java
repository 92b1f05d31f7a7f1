package dev.holdfast.platform.ai.budget;

import java.time.LocalDate;

/** An owner's period as it stands under its lock. */
record BudgetRow(String scope, String period, LocalDate startsOn, Amount settled, Amount reserved) {

    /** The first day that belongs to the next period. */
    LocalDate endsBefore() {
        return "day".equals(period) ? startsOn.plusDays(1) : startsOn.plusMonths(1);
    }
}
