package dev.holdfast.testkit.bunny;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A storage zone: files by path, and folders, which stay when they are empty.
 *
 * @param name its name
 * @param password opens everything
 * @param readOnlyPassword opens it for reading
 * @param files by path without a slash in front
 * @param folders paths with a slash at the end; the root isn't among them
 */
public record Zone(
        String name, String password, String readOnlyPassword, Map<String, Stored> files, Set<String> folders) {

    static Zone of(String name) {
        return new Zone(
                name,
                "password-of-" + name,
                "reading-" + name,
                new ConcurrentSkipListMap<>(),
                new ConcurrentSkipListSet<>());
    }

    /** The file at a path, which must be there. */
    public Stored file(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /** Makes a file, and the folders above it. */
    void put(String path, Stored stored) {
        addFolders(path);
        files.put(path, stored);
    }

    /** Makes the folders above a path. */
    void addFolders(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash + 1));
        }
    }

    /** Deletes a folder with all that it holds. */
    void deleteFolder(String folder) {
        files.keySet().removeIf(path -> path.startsWith(folder));
        folders.removeIf(path -> path.startsWith(folder));
    }

    /** What lies right in a folder: names, those of folders with a slash. */
    Map<String, Stored> children(String folder) {
        var children = new ConcurrentHashMap<String, Stored>();
        files.forEach((path, stored) -> {
            if (path.startsWith(folder) && path.indexOf('/', folder.length()) < 0) {
                children.put(path.substring(folder.length()), stored);
            }
        });
        for (var path : folders) {
            if (path.startsWith(folder)
                    && path.length() > folder.length()
                    && path.indexOf('/', folder.length()) == path.length() - 1) {
                children.put(path.substring(folder.length()), Stored.FOLDER);
            }
        }
        return children;
    }

    /**
     * A file.
     *
     * @param bytes its content
     * @param guid another one with each upload
     * @param sha256 upper-case hexadecimal
     * @param created when there was first a file of this name
     * @param changed when it was uploaded
     */
    public record Stored(byte[] bytes, String guid, String sha256, Instant created, Instant changed) {
        static final Stored FOLDER = new Stored(new byte[0], "folder", "", Instant.EPOCH, Instant.EPOCH);
    }
}
