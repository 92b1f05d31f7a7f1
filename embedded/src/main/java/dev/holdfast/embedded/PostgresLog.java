package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** PostgreSQL's log file: kept below a size at each start, and quoted when a start fails. */
final class PostgresLog {

    static final long SIZE_BYTES_MAX = 10L * 1024 * 1024;

    private static final int TAIL_BYTES = 4_000;

    private final Path file;
    private final long before;

    private PostgresLog(Path file, long before) {
        this.file = file;
        this.before = before;
    }

    /** Opens the log for one start. One over {@link #SIZE_BYTES_MAX} is set aside as {@code .1}, replacing an older. */
    static PostgresLog open(Path file) throws IOException {
        Files.createDirectories(Durable.folderOf(file));
        var size = Files.exists(file) ? Files.size(file) : 0;
        if (size <= SIZE_BYTES_MAX) {
            return new PostgresLog(file, size);
        }
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        return new PostgresLog(file, 0);
    }

    Path file() {
        return file;
    }

    /** The end of what was written since {@link #open}, at most {@value #TAIL_BYTES} bytes. */
    String tail() {
        if (!Files.exists(file)) {
            return "(nothing in " + file + ")";
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var from = Math.max(before, channel.size() - TAIL_BYTES);
            var bytes = ByteBuffer.allocate(TAIL_BYTES);
            var read = channel.read(bytes, from);
            return read <= 0 ? "(nothing new in " + file + ")" : text(bytes, read);
        } catch (IOException e) {
            return "(" + file + " is unreadable: " + e.getMessage() + ")";
        }
    }

    private static String text(ByteBuffer bytes, int length) {
        return new String(bytes.array(), 0, length, StandardCharsets.UTF_8).strip();
    }
}
