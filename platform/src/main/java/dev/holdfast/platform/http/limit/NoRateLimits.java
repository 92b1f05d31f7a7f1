package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.http.RateLimits;

/** Counts nothing, but still refuses what would be wrong when counting is on. */
final class NoRateLimits implements RateLimits {
    private final Rates rates;

    NoRateLimits(Rates rates) {
        this.rates = rates;
    }

    @Override
    public void take(String limit, String key) {
        check(limit, key);
    }

    @Override
    public void check(String limit, String key) {
        rates.require(limit);
        BucketRateLimits.refuseInsideTransaction();
    }
}
