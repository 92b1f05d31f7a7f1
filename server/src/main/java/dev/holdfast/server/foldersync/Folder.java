package dev.holdfast.server.foldersync;

import dev.holdfast.documents.folder.FolderFile;
import dev.holdfast.documents.folder.FolderScan;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.transfer.Hashes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files. Nothing is ever overwritten or removed that doesn't hold what the caller says it holds. */
final class Folder implements AutoCloseable {
    static final String HOME = ".holdfast";

    private static final String FRESH = "write-";
    private static final String FRESH_END = ".new";

    private final Path root;
    private final FileChannel lockFile;

    private Folder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * What the folder holds.
     *
     * @param documents hashes of the text files, by path
     * @param others paths of files that are no documents
     * @param unread paths that couldn't be read, with the reason
     */
    record Contents(Map<String, String> documents, List<FolderFile> others, Map<String, String> unread) {

        /** Whether a path, or a folder above it, couldn't be read. */
        boolean isUnread(String path) {
            return unread.keySet().stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
        }
    }

    /** Opens the folder for this run alone. Throws {@link ClientFailure} when another run has it. */
    static Folder open(Path path) throws IOException {
        Path root = path.toRealPath();
        Files.createDirectories(root.resolve(HOME));
        FileChannel channel = FileChannel.open(
                root.resolve(HOME).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new ClientFailure("Another 'docs sync' works on " + root + ".");
        }
        Folder folder = new Folder(root, channel);
        folder.removeFresh();
        return folder;
    }

    Path root() {
        return root;
    }

    Path home() {
        return root.resolve(HOME);
    }

    /** Looks at every file. */
    Contents scan() throws IOException {
        FolderScan scan = FolderScan.of(root);
        Map<String, String> documents = new HashMap<>();
        List<FolderFile> others = new ArrayList<>();
        Map<String, String> unread = new HashMap<>();
        scan.skipped().forEach(skipped -> unread.put(skipped.path(), skipped.reason()));
        for (FolderFile file : scan.files()) {
            try {
                Optional<String> text = file.text();
                text.ifPresentOrElse(
                        content -> documents.put(file.title(), Hashes.of(content)), () -> others.add(file));
            } catch (IOException e) {
                unread.put(file.title(), "it can't be read: " + e.getMessage());
            }
        }
        return new Contents(documents, others, unread);
    }

    /** A file's text; empty where it isn't there or no document any more. */
    Optional<String> text(String path) throws IOException {
        Path file = resolve(path);
        return Files.isRegularFile(file) ? new FolderFile(path, file, Files.size(file)).text() : Optional.empty();
    }

    /**
     * Writes a file; false when there isn't what should be replaced.
     *
     * @param replaces the hash of what is there; null for nothing
     */
    boolean write(String path, String content, @Nullable String replaces) throws IOException {
        Path file = resolve(path);
        Path fresh = Files.createTempFile(home(), FRESH, FRESH_END);
        try {
            Files.writeString(fresh, content, StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            if (!holds(path, replaces) || !makeFolders(file)) {
                return false;
            }
            if (replaces == null) {
                return place(fresh, file);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            // Also where the disk was full.
            Files.deleteIfExists(fresh);
        }
    }

    /** Moves a file to where nothing is; false when it doesn't hold what it should or something is there. */
    boolean move(String from, String to, String hash) throws IOException {
        Path target = resolve(to);
        if (!holds(from, hash) || Files.exists(target) || !makeFolders(target)) {
            return false;
        }
        Files.move(resolve(from), target);
        removeEmptyAbove(resolve(from));
        return true;
    }

    /** Puts a file into the trash; false when it doesn't hold what it should. */
    boolean remove(String path, String hash, String time) throws IOException {
        if (!holds(path, hash)) {
            return !Files.exists(resolve(path));
        }
        Path target = home().resolve("trash").resolve(time).resolve(path);
        Files.createDirectories(target.getParent());
        Files.move(resolve(path), target, StandardCopyOption.REPLACE_EXISTING);
        removeEmptyAbove(resolve(path));
        return true;
    }

    /** Lets another run have the folder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /** Gives a file its name; false when something took the name since it was looked at: a second name never replaces one. */
    private static boolean place(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Disks without second names, as FAT: the move looks whether something is there, though not in one step.
            return moved(fresh, file);
        }
    }

    private static boolean moved(Path fresh, Path file) throws IOException {
        try {
            Files.move(fresh, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private boolean holds(String path, @Nullable String hash) throws IOException {
        Path file = resolve(path);
        if (hash == null) {
            return !Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        }
        return Files.isRegularFile(file) && Hashes.of(file).equals(hash);
    }

    /** False where something that is no folder stands in the way, or a link would lead out. */
    private boolean makeFolders(Path file) throws IOException {
        Path parent = file.getParent();
        for (Path each = parent; each != null && !each.equals(root); each = each.getParent()) {
            if (Files.exists(each, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(each, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        Files.createDirectories(parent);
        return true;
    }

    /** What a run that was killed had not put into its place. */
    private void removeFresh() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(home(), FRESH + "*" + FRESH_END)) {
            for (Path each : left) {
                Files.deleteIfExists(each);
            }
        }
    }

    private void removeEmptyAbove(Path file) throws IOException {
        for (Path each = file.getParent(); each != null && !each.equals(root); each = each.getParent()) {
            try {
                Files.deleteIfExists(each);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    private Path resolve(String path) {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || file.equals(root) || file.startsWith(home())) {
            throw new ClientFailure("A document would lie outside of the folder: " + path);
        }
        return file;
    }
}
