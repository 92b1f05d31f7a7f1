package dev.holdfast.platform.db;

import org.jspecify.annotations.Nullable;

/** How many rows the stores read and wrote on behalf of one request; counted on the thread that called {@link #begin()}. */
public final class RowCount {
    private static final ThreadLocal<@Nullable RowCount> current = new ThreadLocal<>();

    private volatile long read;
    private volatile long written;

    private RowCount() {}

    /** Starts counting on this thread. */
    public static RowCount begin() {
        RowCount count = new RowCount();
        current.set(count);
        return count;
    }

    /** Stops counting on this thread. */
    public static void end() {
        current.remove();
    }

    /** Rows that came back from queries. */
    public long read() {
        return read;
    }

    /** Rows that were inserted, updated or deleted by statements that return none. */
    public long written() {
        return written;
    }

    @SuppressWarnings(
            "NonAtomicVolatileUpdate") // Written by one thread; volatile for the one that reads it in the end.
    static void addRead(long rows) {
        RowCount count = current.get();
        if (count != null) {
            count.read += rows;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // As above.
    static void addWritten(long rows) {
        RowCount count = current.get();
        if (count != null) {
            count.written += rows;
        }
    }
}
