package dev.holdfast.buckia.pack;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/**
 * Brings records into the form that they have in packs. Of a page whose bytes are pictures, sounds or encrypted, only a stretch of
 * zeros is pressed: deflating the rest costs twenty times what copying does, and gains nothing. One thread at a time.
 */
public final class Compressor implements AutoCloseable {
    private static final int ZEROS_MIN = 32;
    private static final int MIXED_BYTES_MIN = 256;
    private static final double EVEN_MAX = 1.3;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] buffer = new byte[0];

    /** Holds a deflater, which {@link #close} gives back. */
    public Compressor() {
        // Nothing else.
    }

    /** A record of at most 128 KiB, with its length before it. */
    public byte[] compress(byte[] record) {
        out.reset();
        int from = 0;
        int to = 0;
        for (int at = 0; at < record.length; at++) {
            int begin = at;
            while (at < record.length && record[at] == 0) {
                at++;
            }
            if (at - begin > to - from) {
                from = begin;
                to = at;
            }
        }
        if (record.length - (to - from) < MIXED_BYTES_MIN || !isMixed(record, from, to)) {
            deflate(record);
        } else if (to - from < ZEROS_MIN) {
            plain(record);
        } else {
            zerosOnly(record, from, to);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
    }

    /** Whether the bytes outside of a stretch come about equally often, by the sum of the squares of how often each does. */
    private static boolean isMixed(byte[] record, int from, int to) {
        int[] counts = new int[256];
        for (int at = 0; at < from; at++) {
            counts[record[at] & 0xff]++;
        }
        for (int at = to; at < record.length; at++) {
            counts[record[at] & 0xff]++;
        }
        double squares = 0;
        for (int count : counts) {
            squares += (double) count * count;
        }
        double length = record.length - (to - from);
        return squares < EVEN_MAX * (length + length * length / 256);
    }

    private void deflate(byte[] record) {
        int length = deflated(record, 0, record.length, Deflater.NO_FLUSH);
        if (deflater.finished() && length < record.length) {
            Varints.write(out, 2L * length + 1);
            out.write(buffer, 0, length);
        } else {
            plain(record);
        }
    }

    private void plain(byte[] record) {
        Varints.write(out, 2L * record.length);
        out.writeBytes(record);
    }

    /** A stored block, a flushed one of zeros, and a last stored one (RFC 1951, 3.2.4). */
    private void zerosOnly(byte[] record, int from, int to) {
        int zeros = deflated(record, from, to - from, Deflater.SYNC_FLUSH);
        int length = 5 + from + zeros + 5 + record.length - to;
        Varints.write(out, 2L * length + 1);
        stored(record, 0, from, false);
        out.write(buffer, 0, zeros);
        stored(record, to, record.length, true);
    }

    private void stored(byte[] record, int from, int to, boolean last) {
        int length = to - from;
        out.write(last ? 1 : 0);
        out.write(length);
        out.write(length >> 8);
        out.write(~length);
        out.write(~length >> 8);
        out.write(record, from, length);
    }

    private int deflated(byte[] record, int offset, int length, int flush) {
        if (buffer.length < record.length + 16) {
            buffer = new byte[record.length + 16];
        }
        deflater.reset();
        deflater.setInput(record, offset, length);
        if (flush == Deflater.NO_FLUSH) {
            deflater.finish();
        }
        return deflater.deflate(buffer, 0, buffer.length, flush);
    }
}
