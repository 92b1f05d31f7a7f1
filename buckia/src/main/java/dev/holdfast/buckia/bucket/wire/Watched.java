package dev.holdfast.buckia.bucket.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An answer's bytes, given up when none come for too long. What the reader does between reads doesn't count. */
final class Watched extends FilterInputStream {
    private static final int LOOKS = 4;
    private static final long NOT_READING = Long.MIN_VALUE;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Executor threads;
    private final long stillMaxNanos;
    private volatile long readingSince = NOT_READING;
    private volatile boolean stoodStill;
    private boolean watched;

    /** Watches from the first read on, in a thread of its own. */
    Watched(InputStream in, Executor threads, Duration stillMax) {
        super(in);
        this.threads = threads;
        this.stillMaxNanos = stillMax.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        watch();
        readingSince = System.nanoTime();
        try {
            int read = in.read(target, offset, length);
            if (read < 0) {
                ended.countDown();
            }
            if (read < 0 && stoodStill) {
                throw new IOException("no byte came for too long");
            }
            return read;
        } catch (IOException e) {
            throw stoodStill ? new IOException("no byte came for too long", e) : e;
        } finally {
            readingSince = NOT_READING;
        }
    }

    @Override
    public void close() throws IOException {
        ended.countDown();
        super.close();
    }

    private void watch() {
        if (!watched) {
            watched = true;
            try {
                threads.execute(this::look);
            } catch (RejectedExecutionException _) {
                // The connections are being closed, which ends the read as well.
                ended.countDown();
            }
        }
    }

    private void look() {
        try {
            while (!ended.await(stillMaxNanos / LOOKS, TimeUnit.NANOSECONDS)) {
                long since = readingSince;
                if (since != NOT_READING && System.nanoTime() - since > stillMaxNanos) {
                    stoodStill = true;
                    super.close();
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            stoodStill = true;
        }
    }
}
