package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.tree.Ahead;
import dev.holdfast.buckia.tree.Hashing;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A snapshot's file and what its pages hold.
 *
 * @param file a file of our own, deleted on close
 * @param table pages with their hashes and without places
 * @param sha256 of the whole, lower-case hexadecimal
 */
record Shot(Path file, PageTable table, String sha256) implements AutoCloseable {
    private static final long LOCK_BYTE = 1L << 30;
    private static final int BUFFER_BYTES = 1 << 18;

    long size() {
        return (long) table.pageSize() * table.count();
    }

    /** Reads and hashes a finished copy. */
    static Shot of(Path file) throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            int pageSize = DatabaseStore.pageSize(in);
            if (in.size() % pageSize != 0 || in.size() / pageSize > Manifest.PAGES_MAX) {
                throw new IOException("a file of " + in.size() + " bytes can't be pages of " + pageSize);
            }
            int count = (int) (in.size() / pageSize);
            var table = PageTable.zeros(pageSize, count);
            // Two sums of the same bytes, at the same time.
            var pages = Ahead.begin("pages", () -> {
                hashPages(in, table);
                return table;
            });
            var whole = hashWhole(in, pageSize);
            return new Shot(file, pages.get(), whole);
        }
    }

    private static void hashPages(FileChannel in, PageTable table) throws IOException {
        var digest = Hashing.digest();
        var buffer = ByteBuffer.allocate(table.pageSize());
        for (int page = 0; page < table.count(); page++) {
            if (!isLockPage(page, table.pageSize())) {
                read(in, page, buffer);
                table.setHash(page, digest.digest(buffer.array()));
            }
        }
    }

    private static String hashWhole(FileChannel in, int pageSize) throws IOException {
        var digest = Hashing.digest();
        var buffer = ByteBuffer.allocate(pageSize * Math.max(1, BUFFER_BYTES / pageSize));
        for (long offset = 0; offset < in.size(); offset += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), in.size() - offset));
            while (buffer.hasRemaining()) {
                if (in.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException("a snapshot became shorter");
                }
            }
            if (offset <= LOCK_BYTE && LOCK_BYTE < offset + buffer.limit()) {
                int from = (int) (LOCK_BYTE - offset) / pageSize * pageSize;
                Arrays.fill(buffer.array(), from, Math.min(buffer.limit(), from + pageSize), (byte) 0);
            }
            digest.update(buffer.array(), 0, buffer.limit());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static boolean isLockPage(int page, int pageSize) {
        return page == LOCK_BYTE / pageSize;
    }

    /** Fills a buffer of a page's length. */
    static void read(FileChannel in, int page, ByteBuffer buffer) throws IOException {
        buffer.clear();
        long offset = (long) page * buffer.capacity();
        while (buffer.hasRemaining()) {
            if (in.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("a snapshot became shorter");
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
