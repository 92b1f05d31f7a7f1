package dev.holdfast.documents.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read through it. */
class CountingStream extends FilterInputStream {

    private long count;

    CountingStream(InputStream in) {
        super(in);
    }

    final long count() {
        return count;
    }

    /** Hears of bytes that were just read. */
    void seen(byte[] bytes, int offset, int length) throws IOException {
        count += length;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
            seen(bytes, offset, read);
        }
        return read;
    }

    @Override
    public final long skip(long wanted) throws IOException {
        return wanted <= 0 ? 0 : readNBytes((int) Math.min(wanted, 8192)).length;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }

    /** Leaves the stream below open: it belongs to who opened it. */
    @Override
    public final void close() {}
}
