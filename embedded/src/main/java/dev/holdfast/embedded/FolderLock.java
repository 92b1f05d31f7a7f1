package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a file that lasts as long as its process: the kernel gives it back however the process ends. The
 * file's content names the owner, for messages only.
 *
 * <p>POSIX drops a process's lock when that process closes <em>any</em> descriptor of the file. So a path held by this
 * process is looked up in {@link #HELD} and never opened a second time.
 */
final class FolderLock implements AutoCloseable {

    private static final int OWNER_BYTES_MAX = 200;

    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    private final Object key;
    private final FileChannel channel;

    private FolderLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock or refuses at once.
     *
     * @param file the lock file, made with mode 600 if absent; its folder must exist
     * @param what what the lock protects, as it shall appear in the refusal
     * @throws EmbeddedException if this or another process holds it
     */
    static FolderLock take(Path file, Path what) {
        try {
            SecretFile.createEmptyIfAbsent(file);
            var key = keyOf(file);
            if (!HELD.add(key)) {
                throw new EmbeddedException(what + " is already in use by this process ("
                        + ProcessHandle.current().pid() + ")");
            }
            FileChannel channel = null;
            try {
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                if (channel.tryLock() == null) {
                    throw new EmbeddedException(what + " is in use by " + owner(channel));
                }
                writeOwner(channel);
                return new FolderLock(key, channel);
            } catch (IOException | RuntimeException e) {
                release(key, channel);
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedException("cannot lock " + what + " through " + file + ": " + Reasons.of(e), e);
        }
    }

    @Override
    public void close() {
        try {
            release(key, channel);
        } catch (IOException e) {
            throw new EmbeddedException("cannot give back a lock: " + Reasons.of(e), e);
        }
    }

    private static Object keyOf(Path file) throws IOException {
        var inode = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return inode == null ? file.toRealPath() : inode;
    }

    private static String owner(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(OWNER_BYTES_MAX);
        var read = channel.read(bytes, 0);
        var text = read <= 0 ? "" : new String(bytes.array(), 0, read, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "another process" : "process " + text;
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        var self = ProcessHandle.current();
        var started = self.info().startInstant().map(Instant::toString).orElse("at an unknown time");
        channel.truncate(0);
        var text = ByteBuffer.wrap((self.pid() + " (started " + started + ")\n").getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
            var unused = channel.write(text);
        }
        channel.force(true);
    }

    private static void release(Object key, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(key);
        }
    }
}
