package dev.holdfast.buckia.bucket.local;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Download;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.ObjectPage;
import dev.holdfast.buckia.bucket.Traits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a bucket: one file an object, at its key's path. Writes go to a temporary file, are forced to the disk and
 * renamed. Since a file can't be a folder too, {@code a} and {@code a/b} exclude each other here (BAD_KEY), and a segment has
 * at most 255 bytes. Symbolic links are neither followed nor listed.
 */
public final class LocalBucket implements Bucket {
    /** Where files lie while they are written; not listed. */
    private static final String TEMPORARY = ".buckia-tmp";

    private static final Traits TRAITS = new Traits(true, false, true, true, true, Long.MAX_VALUE, 0, 0, 0, "");

    private final Path folder;

    /** A bucket over a folder that exists. */
    public LocalBucket(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public String address() {
        return "file:" + folder;
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        requireFolder();
        var below = Keys.checkPrefix(prefix);
        var start = below.isEmpty() ? folder : folder.resolve(below);
        var found = new ArrayList<ObjectInfo>();
        try {
            if (Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
                new SortedWalk(TEMPORARY, cursor == null ? "" : cursor, limit + 1).walk(start, below, found);
            }
        } catch (IOException e) {
            throw failure(start.toString(), e);
        }
        if (found.size() <= limit) {
            return new ObjectPage(found, null);
        }
        var page = found.subList(0, limit);
        return new ObjectPage(page, page.getLast().key());
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        var file = file(key);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? Optional.of(info(key, attributes)) : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException _) {
            requireFolder();
            return Optional.empty();
        } catch (IOException e) {
            throw isBelowFile(file)
                    ? new BucketException(BucketError.NOT_FOUND, "no object " + key, e)
                    : failure(key, e);
        }
    }

    @Override
    public Download get(String key, long from, long length) {
        var info = head(key).orElseThrow(() -> new BucketException(BucketError.NOT_FOUND, "no object " + key));
        if (from > 0 && from >= info.size()) {
            throw new BucketException(BucketError.RANGE, key + " has " + info.size() + " bytes, none from " + from);
        }
        try {
            var channel = FileChannel.open(file(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            var stream = Channels.newInputStream(channel.position(from));
            var end = length < 0 ? info.size() - from : Math.min(length, info.size() - from);
            return new Download(info, new Limited(stream, end));
        } catch (NoSuchFileException e) {
            throw new BucketException(BucketError.NOT_FOUND, "no object " + key, e);
        } catch (IOException e) {
            throw failure(key, e);
        }
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        if (condition.kind() == Condition.Kind.MATCHES) {
            throw new BucketException(BucketError.UNSUPPORTED, "a folder can't put on condition of a tag");
        }
        var target = file(key);
        requireFolder();
        try (var in = body.open()) {
            return write(key, target, in, condition.kind() == Condition.Kind.ABSENT);
        } catch (IOException e) {
            throw failure(key, e);
        }
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        var target = file(to);
        try (var in = get(from).stream()) {
            return write(to, target, in, false);
        } catch (IOException e) {
            throw failure(to, e);
        }
    }

    @Override
    public void delete(String key) {
        var file = file(key);
        requireFolder();
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Files.deleteIfExists(file);
            for (var parent = file.getParent();
                    parent != null && !parent.equals(folder) && parent.startsWith(folder);
                    parent = parent.getParent()) {
                Files.deleteIfExists(parent);
            }
        } catch (DirectoryNotEmptyException _) {
            return;
        } catch (IOException e) {
            if (!isBelowFile(file)) {
                throw failure(key, e);
            }
        }
    }

    @Override
    public Optional<Multipart> multipart() {
        return Optional.empty();
    }

    @Override
    public void check() {
        requireFolder();
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    static ObjectInfo info(String key, BasicFileAttributes attributes) {
        var modified = attributes.lastModifiedTime();
        var tag = Long.toHexString(modified.to(TimeUnit.NANOSECONDS)) + "-" + attributes.size() + "-"
                + attributes.fileKey();
        return new ObjectInfo(key, attributes.size(), tag, null, modified.toInstant());
    }

    private ObjectInfo write(String key, Path target, InputStream in, boolean absentOnly) throws IOException {
        var temporaries = Files.createDirectories(folder.resolve(TEMPORARY));
        var temporary = Files.createTempFile(temporaries, "put-", "");
        try {
            try (var out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                in.transferTo(Channels.newOutputStream(out));
                out.force(true);
            }
            var info = info(key, Files.readAttributes(temporary, BasicFileAttributes.class));
            place(key, temporary, target, absentOnly);
            force(target.getParent());
            return info;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void place(String key, Path temporary, Path target, boolean absentOnly) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                if (target.getParent() != null) {
                    Files.createDirectories(target.getParent());
                }
                if (absentOnly) {
                    Files.createLink(target, temporary);
                } else {
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                }
                return;
            } catch (FileAlreadyExistsException e) {
                if (absentOnly && e.getFile() != null && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw new BucketException(BucketError.CONDITION_FAILED, "there is an object " + key, e);
                }
                throw new BucketException(BucketError.BAD_KEY, key + " would be a file and a folder", e);
            } catch (NoSuchFileException e) {
                // A delete beside us has just removed the folder that became empty.
                if (attempt == 3) {
                    throw e;
                }
            } catch (FileSystemException e) {
                if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) || isBelowFile(target)) {
                    throw new BucketException(BucketError.BAD_KEY, key + " would be a file and a folder", e);
                }
                throw e;
            }
        }
    }

    private boolean isBelowFile(Path file) {
        for (var parent = file.getParent();
                parent != null && parent.startsWith(folder) && !parent.equals(folder);
                parent = parent.getParent()) {
            if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
                return !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return false;
    }

    private static void force(@Nullable Path directory) throws IOException {
        if (directory != null) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path file(String key) {
        try {
            var file = folder.resolve(Keys.check(key)).normalize();
            if (file.startsWith(folder) && !file.equals(folder)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new BucketException(BucketError.BAD_KEY, "not a file's name here: " + key, e);
        }
        throw new BucketException(BucketError.BAD_KEY, "outside of the folder: " + key);
    }

    private void requireFolder() {
        if (!Files.isDirectory(folder)) {
            throw new BucketException(BucketError.NO_BUCKET, "there is no folder " + folder);
        }
    }

    private static BucketException failure(String what, IOException e) {
        var reason = e instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(e.getMessage());
        var known = reason.toLowerCase(Locale.ROOT);
        var error = known.contains("no space") || known.contains("quota")
                ? BucketError.QUOTA
                : known.contains("name too long")
                        ? BucketError.BAD_KEY
                        : known.contains("denied")
                                        || known.contains("read-only")
                                        || e instanceof java.nio.file.AccessDeniedException
                                ? BucketError.DENIED
                                : BucketError.LOCAL;
        return new BucketException(error, what + ": " + reason, e);
    }

    /** So many bytes of a stream, and an error if it has fewer. */
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new BucketException(BucketError.CHECKSUM, "the object became shorter while it was read");
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
