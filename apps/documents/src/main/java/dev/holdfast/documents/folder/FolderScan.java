package dev.holdfast.documents.folder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a folder holds for an import, sorted by path. Hidden files and folders count ({@code .obsidian} too); left out without
 * a word is only what {@link #IGNORED} names.
 *
 * @param emptyFolders paths of folders without anything in them that is imported
 * @param skipped what can't be imported, and why
 */
public record FolderScan(List<FolderFile> files, List<String> emptyFolders, List<Skipped> skipped) {

    /** Names of files and folders that belong to tools and not to a person's writing. */
    public static final Set<String> IGNORED =
            Set.of(".git", ".hg", ".svn", ".holdfast", ".DS_Store", "Thumbs.db", "desktop.ini");

    private static final int ENTRIES_MAX = 1_000_000;

    /** Something that was found and left out. */
    public record Skipped(String path, String reason) {}

    /**
     * Walks a folder. Symbolic links inside are skipped, not followed; the folder itself may be one.
     *
     * @throws IOException when {@code root} isn't a folder that can be read, or holds more than a million entries
     */
    public static FolderScan of(Path root) throws IOException {
        Path folder = root.toRealPath();
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(root.toString());
        }
        Walk walk = new Walk(folder);
        Files.walkFileTree(folder, walk);
        return walk.scan();
    }

    /** What stands in a name where its bytes are no UTF-8: another such name may look the same. */
    private static final char UNREADABLE = '\ufffd';

    private static final class Walk extends SimpleFileVisitor<Path> {

        private final Path root;
        private final List<FolderFile> files = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();
        private final Set<String> folders = new TreeSet<>();
        private final Set<String> used = new HashSet<>();
        private int entries;

        Walk(Path root) {
            this.root = root;
        }

        FolderScan scan() {
            files.sort(Comparator.comparing(FolderFile::title));
            skipped.sort(Comparator.comparing(Skipped::path));
            folders.removeAll(used);
            return new FolderScan(List.copyOf(files), List.copyOf(folders), List.copyOf(skipped));
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            if (isIgnored(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            String title = title(directory);
            if (title == null) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.add(title);
            use(title);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isIgnored(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) {
                skip(file, "it is a symbolic link");
            } else if (!attributes.isRegularFile()) {
                skip(file, "it is neither a file nor a folder");
            } else {
                String title = title(file);
                if (title != null) {
                    files.add(new FolderFile(title, file, attributes.size()));
                    use(title);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            skip(file, "it can't be read: " + failure.getClass().getSimpleName());
            return FileVisitResult.CONTINUE;
        }

        private boolean isIgnored(Path path) throws IOException {
            if (++entries > ENTRIES_MAX) {
                throw new IOException("the folder holds more than " + ENTRIES_MAX + " entries");
            }
            return IGNORED.contains(String.valueOf(path.getFileName()));
        }

        /** Null where the path can't be a title. */
        private @Nullable String title(Path path) {
            if (String.valueOf(path.getFileName()).indexOf(UNREADABLE) >= 0) {
                skip(path, "its name holds bytes that aren't UTF-8; rename it");
                return null;
            }
            try {
                return Titles.ofPath(root.relativize(path));
            } catch (IllegalArgumentException e) {
                skip(path, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private void skip(Path path, String reason) {
            skipped.add(new Skipped(root.relativize(path).toString(), reason));
        }

        /** The folder above has something in it. */
        private void use(String title) {
            int slash = title.lastIndexOf('/');
            if (slash > 0) {
                used.add(title.substring(0, slash));
            }
        }
    }
}
