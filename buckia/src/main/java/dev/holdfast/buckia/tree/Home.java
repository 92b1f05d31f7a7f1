package dev.holdfast.buckia.tree;

import dev.holdfast.buckia.state.StateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The folder's own corner, which is never synced: state, trash, temporaries, and the lock that one program holds. */
public final class Home implements AutoCloseable {
    /** What it is called: the second if the first is a file, as a configuration is. */
    static final Set<String> NAMES = Set.of(".buckia", ".buckia.d");

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;
    private final long first;
    private final AtomicLong temporaries = new AtomicLong();

    private Home(Path folder, FileChannel channel, FileLock lock, RandomGenerator random) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
        this.first = random.nextLong();
    }

    /** Where the corner of a root is, there or not. */
    public static Path of(Path root) {
        var usual = root.resolve(".buckia");
        return Files.isRegularFile(usual) ? root.resolve(".buckia.d") : usual;
    }

    /**
     * Makes the corner if it isn't there, and takes it.
     *
     * @throws StateException if another sync is under way in this folder
     */
    public static Home take(Path root, RandomGenerator random) throws IOException {
        var folder = of(root);
        Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("trash"));
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                var home = new Home(folder, channel, lock, random);
                home.sweep();
                return home;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new StateException("another sync of " + root + " is under way", e);
        }
        channel.close();
        throw new StateException("another sync of " + root + " is under way");
    }

    /** The state's file. */
    public Path state() {
        return folder.resolve("state.db");
    }

    /** Where what was replaced or deleted goes. */
    public Path trash() {
        return folder.resolve("trash");
    }

    /** A file that isn't there yet, on the root's file system. */
    public Path temporary() {
        return folder.resolve("tmp").resolve("t" + HexFormat.of().toHexDigits(first + temporaries.incrementAndGet()));
    }

    /** A file for a download that may go on where it was interrupted. */
    public Path partial(String sha256) {
        return folder.resolve("tmp").resolve("d" + sha256);
    }

    /** What the file system's own clock says, in nanoseconds since 1970. */
    public long now() throws IOException {
        var probe = temporary();
        Files.createFile(probe);
        FileTime time = Files.getLastModifiedTime(probe, LinkOption.NOFOLLOW_LINKS);
        Files.delete(probe);
        return time.to(TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private void sweep() throws IOException {
        try (var left = Files.newDirectoryStream(folder.resolve("tmp"), "t*")) {
            for (var each : left) {
                Files.deleteIfExists(each);
            }
        }
    }
}
