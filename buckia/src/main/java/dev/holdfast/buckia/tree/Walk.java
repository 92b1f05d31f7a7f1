package dev.holdfast.buckia.tree;

import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.state.Stamp;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks at all files below a root without reading them. */
final class Walk extends SimpleFileVisitor<Path> {
    private static final int PATH_BYTES_MAX = 900;
    private static final List<String> SIDES = List.of("-wal", "-shm", "-journal");
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    final Map<String, Stamp> files = new HashMap<>();
    final List<Problem> problems = new ArrayList<>();

    private final Path root;
    private final int rootLength;
    private final Selection selection;

    Walk(Path root, Selection selection) {
        this.root = root;
        this.rootLength = root.toString().length() + (root.toString().endsWith("/") ? 0 : 1);
        this.selection = selection;
    }

    /** Throws only if the root itself can't be read. */
    void go() throws IOException {
        Files.walkFileTree(root, this);
        files.keySet().removeIf(this::isSideOfDatabase);
    }

    static Stamp stamp(BasicFileAttributes attributes, long side) {
        var key = attributes.fileKey();
        return new Stamp(
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                key == null ? 0 : key.hashCode(),
                side);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        var path = path(folder);
        if (Home.NAMES.contains(path) || !selection.mayTakeBelow(path + "/")) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        var path = path(file);
        if (!selection.takes(path) || path.equals(".buckia")) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isSymbolicLink()) {
            problems.add(new Problem(path, "a symbolic link: not followed", false));
        } else if (!attributes.isRegularFile()) {
            problems.add(new Problem(path, "no ordinary file: left alone", false));
        } else {
            try {
                var unused = Keys.check(path);
                if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
                    problems.add(new Problem(path, "a path of more than " + PATH_BYTES_MAX + " bytes", true));
                } else {
                    files.put(path, stamp(attributes, 0));
                }
            } catch (BucketException e) {
                problems.add(new Problem(path, String.valueOf(e.getMessage()), true));
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (file.equals(root)) {
            throw failure;
        }
        if (!(failure instanceof NoSuchFileException)) {
            var folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? "/" : "";
            problems.add(new Problem(path(file) + folder, "can't be read: " + reason(failure), true));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
            Path folder, java.io.@org.jspecify.annotations.Nullable IOException failure) throws IOException {
        return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
    }

    static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "access denied" : e.toString();
    }

    private String path(Path file) {
        var text = file.toString().substring(rootLength);
        return java.io.File.separatorChar == '/' ? text : text.replace(java.io.File.separatorChar, '/');
    }

    /** {@code x-wal} beside a SQLite file {@code x} is of no use elsewhere. */
    private boolean isSideOfDatabase(String path) {
        for (var side : SIDES) {
            if (path.endsWith(side)) {
                var database = root.resolve(path.substring(0, path.length() - side.length()));
                try (var in = Files.newInputStream(database)) {
                    return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
                } catch (IOException _) {
                    return false;
                }
            }
        }
        return false;
    }
}
