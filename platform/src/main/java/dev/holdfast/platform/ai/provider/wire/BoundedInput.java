package dev.holdfast.platform.ai.provider.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An answer's bytes, with an end to them in size, in time and in patience: whatever is passed closes the stream under the reader. */
final class BoundedInput extends FilterInputStream {

    private final ScheduledExecutorService watch;
    private final Duration silence;
    private final long deadlineNanos;
    private long left;
    private volatile boolean late;
    private boolean large;

    BoundedInput(InputStream in, ScheduledExecutorService watch, Duration silence, long deadlineNanos, long maxBytes) {
        super(in);
        this.watch = watch;
        this.silence = silence;
        this.deadlineNanos = deadlineNanos;
        this.left = maxBytes;
    }

    /** Whether the time was up. */
    boolean late() {
        return late;
    }

    /** Whether there was more than allowed. */
    boolean large() {
        return large;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long patience = Math.min(silence.toNanos(), deadlineNanos - System.nanoTime());
        Future<?> alarm = watch.schedule(this::giveUp, Math.max(0, patience), TimeUnit.NANOSECONDS);
        try {
            int count = super.read(buffer, offset, length);
            if (late) {
                throw new IOException("late");
            }
            left -= Math.max(0, count);
            if (left < 0) {
                large = true;
                throw new IOException("large");
            }
            return count;
        } finally {
            alarm.cancel(false);
        }
    }

    private void giveUp() {
        late = true;
        try {
            in.close();
        } catch (IOException e) {
            // The reader sees that it is late; a stream that can't even be closed changes nothing for it.
            left = 0;
        }
    }
}
