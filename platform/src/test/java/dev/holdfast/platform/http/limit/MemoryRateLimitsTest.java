package dev.holdfast.platform.http.limit;

final class MemoryRateLimitsTest extends RateLimitsContract {

    @Override
    protected Buckets node() {
        return new MemoryBuckets(LimitConfiguration.meter(clock));
    }

    @Override
    protected boolean shared() {
        return false;
    }
}
