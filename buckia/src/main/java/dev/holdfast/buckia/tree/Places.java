package dev.holdfast.buckia.tree;

import dev.holdfast.buckia.state.Stamp;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Puts files into their places below a root. Each step is one atomic change; whatever loses its place lies in the trash
 * before. Nothing follows a symbolic link out of the root.
 */
public final class Places {
    private final Path root;
    private final Home home;
    private final Tree tree;
    private final LocalDate today;

    /** Places below a tree's root; today names the trash's folder. */
    public Places(Path root, Home home, Tree tree, LocalDate today) {
        this.root = root;
        this.home = home;
        this.tree = tree;
        this.today = today;
    }

    /**
     * Puts a finished temporary file at a path.
     *
     * @param seen what was there when it was decided; if that changed, nothing happens
     * @throws ChangedHereException if something else is there
     */
    public void put(Path temporary, String path, Stamp seen, String carrier) throws IOException {
        var target = parentOf(path);
        force(temporary);
        if (seen.equals(Stamp.NONE)) {
            link(temporary, target, path);
            Files.delete(temporary);
            return;
        }
        require(path, seen, carrier);
        keep(target, path);
        var taker = carrier.isEmpty() ? null : tree.carrier(carrier);
        if (taker != null) {
            taker.replacing(target);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Moves a file to the trash, if it is still what it was. */
    public void delete(String path, Stamp seen, String carrier) throws IOException {
        var target = parentOf(path);
        require(path, seen, carrier);
        var taker = carrier.isEmpty() ? null : tree.carrier(carrier);
        if (taker != null) {
            keep(target, path);
            taker.replacing(target);
            Files.delete(target);
        } else {
            Files.move(target, freeTrash(path), StandardCopyOption.ATOMIC_MOVE);
        }
        removeEmptyAbove(target);
    }

    /** Gives a file a second name, under which it stays when the first is replaced. */
    public void alsoAs(String path, String other, Stamp seen, String carrier) throws IOException {
        require(path, seen, carrier);
        link(tree.file(path), parentOf(other), other);
    }

    /** Renames a file. Interrupted, it is there under one or both of the names. */
    public void move(String path, String other, Stamp seen) throws IOException {
        alsoAs(path, other, seen, "");
        Files.delete(tree.file(path));
        removeEmptyAbove(tree.file(path));
    }

    /**
     * Drops what has been in the trash for longer than so many days.
     *
     * @param certain today by a clock that this device's isn't ahead of; asked only if something seems to be due
     */
    public void expire(int days, Supplier<LocalDate> certain) throws IOException {
        var due = new TreeMap<LocalDate, Path>();
        try (var dates = Files.newDirectoryStream(home.trash())) {
            for (var each : dates) {
                try {
                    due.put(LocalDate.parse(String.valueOf(each.getFileName())), each);
                } catch (DateTimeParseException _) {
                    continue;
                }
            }
        }
        if (!due.headMap(today.minusDays(days)).isEmpty()) {
            for (var each : due.headMap(certain.get().minusDays(days)).values()) {
                remove(each);
            }
        }
    }

    private void require(String path, Stamp seen, String carrier) throws IOException {
        if (!tree.stamp(path, carrier).equals(seen)) {
            throw new ChangedHereException(path + " was changed here meanwhile");
        }
    }

    private void keep(Path target, String path) throws IOException {
        var trash = freeTrash(path);
        try {
            Files.createLink(trash, target);
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException _) {
            Files.copy(target, trash, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private Path freeTrash(String path) throws IOException {
        var wanted = home.trash().resolve(today.toString()).resolve(path);
        Files.createDirectories(wanted.getParent() == null ? home.trash() : wanted.getParent());
        var free = wanted;
        for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
            free = wanted.resolveSibling(wanted.getFileName() + "~" + number);
        }
        return free;
    }

    private void link(Path from, Path target, String path) throws IOException {
        try {
            Files.createLink(target, from);
        } catch (FileAlreadyExistsException e) {
            throw new ChangedHereException("there is something at " + path
                    + " already, perhaps with a name that differs only in case or accents: " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new ChangedHereException("there is something at " + path + " already: " + e.getMessage());
            }
            Files.copy(from, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** The path's place, its folders made, none of them a link. */
    private Path parentOf(String path) throws IOException {
        var trouble = File.separatorChar == '\\' ? WindowsNames.trouble(path) : Optional.<String>empty();
        if (trouble.isPresent()) {
            // Before the name is a path: Windows would take a colon for a stream, and drop a dot at the end.
            throw new IOException("this name can't be here: " + trouble.get());
        }
        var target = root.resolve(path).normalize();
        if (!target.startsWith(root) || target.equals(root)) {
            throw new IOException("outside of the folder: " + path);
        }
        var folder = root;
        var names = root.relativize(target);
        for (int at = 0; at < names.getNameCount() - 1; at++) {
            folder = folder.resolve(names.getName(at));
            if (Files.isSymbolicLink(folder)) {
                throw new IOException(root.relativize(folder) + " is a symbolic link: not followed");
            }
        }
        Files.createDirectories(folder);
        return target;
    }

    private void removeEmptyAbove(Path file) throws IOException {
        for (var folder = file.getParent();
                folder != null && !folder.equals(root) && folder.startsWith(root);
                folder = folder.getParent()) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path each, java.io.@org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
