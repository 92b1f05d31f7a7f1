package dev.holdfast.buckia.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner can read. */
public final class PrivateFile {
    private static final long BYTES_MAX = 1 << 20;
    private static final Set<PosixFilePermission> ALLOWED =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFile() {}

    /**
     * Reads one of at most 1 MiB.
     *
     * @throws IllegalArgumentException if others can read it too, or it is longer
     */
    public static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !ALLOWED.containsAll(view.readAttributes().permissions())) {
            throw new IllegalArgumentException(
                    "others can read " + file + ": make it yours alone (chmod 600 " + file + ")");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IllegalArgumentException(file + " is longer than 1 MiB: not a key or a passphrase");
        }
        return Files.readAllBytes(file);
    }

    /** Writes a new one; fails if there is something of that name. */
    public static void write(Path file, byte[] bytes) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.write(file, bytes, StandardOpenOption.WRITE);
    }
}
