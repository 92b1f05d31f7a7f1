package dev.holdfast.buckia.bucket.steady;

import java.util.concurrent.atomic.LongAdder;

/** What went to and came from a bucket. */
public final class Traffic {
    private final LongAdder requests = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();

    /** Nothing yet. */
    public Traffic() {}

    /** Requests, tried again ones too. */
    public long requests() {
        return requests.sum();
    }

    /** Bytes of objects sent, tried again ones too. */
    public long sent() {
        return sent.sum();
    }

    /** Bytes of objects received. */
    public long received() {
        return received.sum();
    }

    void request() {
        requests.increment();
    }

    void sent(long bytes) {
        sent.add(bytes);
    }

    void received(long bytes) {
        received.add(bytes);
    }
}
