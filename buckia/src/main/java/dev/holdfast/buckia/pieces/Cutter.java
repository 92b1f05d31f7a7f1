package dev.holdfast.buckia.pieces;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a content where the content itself says (FastCDC by Xia and others, 2016, with normalised chunking), so that what is
 * inserted moves the cuts behind it no further. The table of numbers comes from the key: lengths tell nothing to who hasn't it.
 */
final class Cutter {
    static final int TABLE_BYTES = 256 * Long.BYTES;

    private static final int LEAST_BYTES = 16 << 10;
    private static final int USUAL_BYTES = 64 << 10;
    private static final int MOST_BYTES = 128 << 10;
    /** Below the usual length a cut needs 18 bits of zeros, above it 14. */
    private static final int SHIFT_BELOW = 64 - 18;

    private static final int SHIFT_ABOVE = 64 - 14;

    private final InputStream in;
    private final long[] table = new long[256];
    private final byte[] buffer = new byte[4 * MOST_BYTES];
    private int from;
    private int to;
    private boolean ended;

    /** Cuts what a stream has, by a table of 256 numbers of 8 bytes, big-endian. */
    Cutter(InputStream in, byte[] table) {
        this.in = in;
        ByteBuffer.wrap(table).asLongBuffer().get(this.table);
    }

    /** The next chunk; null after the last. */
    byte @Nullable [] next() throws IOException {
        if (!ended && to - from < MOST_BYTES) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            int read = in.readNBytes(buffer, to, buffer.length - to);
            to += read;
            ended = to < buffer.length;
        }
        if (from == to) {
            return null;
        }
        int length = cut(Math.min(MOST_BYTES, to - from));
        from += length;
        return Arrays.copyOfRange(buffer, from - length, from);
    }

    private int cut(int most) {
        long sum = 0;
        int at = Math.min(LEAST_BYTES, most);
        for (int usual = Math.min(USUAL_BYTES, most); at < usual; at++) {
            sum = (sum << 1) + table[buffer[from + at] & 0xff];
            if (sum >>> SHIFT_BELOW == 0) {
                return at + 1;
            }
        }
        for (; at < most; at++) {
            sum = (sum << 1) + table[buffer[from + at] & 0xff];
            if (sum >>> SHIFT_ABOVE == 0) {
                return at + 1;
            }
        }
        return most;
    }
}
