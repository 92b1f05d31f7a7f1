package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.tree.Hashing;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
            var whole = Hashing.digest();
            var each = Hashing.digest();
            var buffer = ByteBuffer.allocate(pageSize);
            for (int page = 0; page < count; page++) {
                if (isLockPage(page, pageSize)) {
                    whole.update(new byte[pageSize]);
                    continue;
                }
                read(in, page, buffer);
                whole.update(buffer.array());
                table.setHash(page, each.digest(buffer.array()));
            }
            return new Shot(file, table, HexFormat.of().formatHex(whole.digest()));
        }
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
