package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The folder with everything this program keeps, owned by one process at a time for as long as it is open. It is made
 * with mode 700. The format is described in {@code docs/formats/data-folder.md}.
 */
public final class DataFolder implements AutoCloseable {

    /** The format this program writes; a folder of a higher number is refused. */
    public static final int FORMAT = 1;

    /** The space that must be free by default, in bytes: 256 MiB. */
    public static final long FREE_BYTES_MIN = 256L * 1024 * 1024;

    private static final String LOCK = "holdfast.lock";
    /** The file by which a folder is known as one of ours. */
    public static final String VERSION = "holdfast.version";

    private static final Pattern VERSION_LINE = Pattern.compile("format ([0-9]{1,6})");
    private static final int VERSION_BYTES_MAX = 200;

    /** What may lie in a folder that is about to become ours. */
    private static final Set<String> HARMLESS = Set.of(LOCK, VERSION + ".new", "lost+found");

    private final Path path;
    private final FolderLock lock;

    private DataFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** As {@link #open(Path, long)} with {@link #FREE_BYTES_MIN}. */
    public static DataFolder open(Path path) {
        return open(path, FREE_BYTES_MIN);
    }

    /**
     * Opens the folder for this process alone, making it if it is absent. Nothing in it is touched before it is certain
     * that no other process has it and that this program understands it.
     *
     * @param path the folder
     * @param freeBytesMin how much space its disk must have left
     * @throws EmbeddedException with the reason: in use (by which process), foreign content, a newer format, another
     *     PostgreSQL, not writable, too little space
     */
    public static DataFolder open(Path path, long freeBytesMin) {
        var folder = path.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(Durable.folderOf(folder));
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isWritable(folder)) {
                throw new EmbeddedException(
                        folder + " is not writable for the user " + System.getProperty("user.name"));
            }
            requireOurs(folder);
            return lockAndCheck(folder, freeBytesMin);
        } catch (IOException e) {
            throw new EmbeddedException("cannot open the data folder " + folder + ": " + Reasons.of(e), e);
        }
    }

    /** The folder, absolute. */
    public Path path() {
        return path;
    }

    /** How many bytes its disk has left for this user. */
    public long freeBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new EmbeddedException("cannot tell the free space of " + path + ": " + Reasons.of(e), e);
        }
    }

    /** Lets the folder go, so that another process can open it. */
    @Override
    public void close() {
        lock.close();
    }

    private static DataFolder lockAndCheck(Path folder, long freeBytesMin) throws IOException {
        var lock = FolderLock.take(folder.resolve(LOCK), folder);
        try {
            requireFormat(folder);
            EmbeddedPostgres.requireVersion(folder.resolve("pg"));
            requireSpace(folder, freeBytesMin);
            writeVersion(folder);
            return new DataFolder(folder, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireOurs(Path folder) throws IOException {
        if (Files.exists(folder.resolve(VERSION))) {
            return;
        }
        try (var inside = Files.list(folder)) {
            var foreign = inside.map(file -> file.getFileName().toString())
                    .filter(name -> !HARMLESS.contains(name))
                    .sorted()
                    .findFirst();
            if (foreign.isPresent()) {
                throw new EmbeddedException(folder + " is not empty and no data folder of this program (it holds "
                        + foreign.get() + " but no " + VERSION + "): give another one");
            }
        }
    }

    private static void requireFormat(Path folder) throws IOException {
        var file = folder.resolve(VERSION);
        if (!Files.exists(file)) {
            return;
        }
        var text = Files.size(file) > VERSION_BYTES_MAX
                ? ""
                : Files.readString(file).strip();
        var line = VERSION_LINE.matcher(text);
        if (!line.matches()) {
            throw new EmbeddedException(file + " is damaged: it should read 'format " + FORMAT + "'");
        }
        var format = Integer.parseInt(line.group(1));
        if (format > FORMAT) {
            throw new EmbeddedException(folder + " has the format " + format + " of a newer program; this one knows up"
                    + " to " + FORMAT + ": start the newer program");
        }
    }

    private static void requireSpace(Path folder, long freeBytesMin) throws IOException {
        var free = Files.getFileStore(folder).getUsableSpace();
        if (free < freeBytesMin) {
            throw new EmbeddedException("the disk of " + folder + " has " + free + " bytes free, " + freeBytesMin
                    + " are required: make room or lower the limit");
        }
    }

    private static void writeVersion(Path folder) throws IOException {
        var file = folder.resolve(VERSION);
        if (Files.exists(file)) {
            return;
        }
        var fresh = folder.resolve(VERSION + ".new");
        Files.writeString(fresh, "format " + FORMAT + "\n", StandardCharsets.UTF_8);
        Durable.force(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Durable.force(folder);
    }
}
