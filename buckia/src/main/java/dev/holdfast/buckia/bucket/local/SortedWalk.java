package dev.holdfast.buckia.bucket.local;

import dev.holdfast.buckia.bucket.ObjectInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Lists files in the order of their keys' bytes and goes on behind a key without walking what lies before it. */
final class SortedWalk {
    private final String hidden;
    private final String after;
    private final int limit;

    SortedWalk(String hidden, String after, int limit) {
        this.hidden = hidden;
        this.after = after;
        this.limit = limit;
    }

    /** Adds what lies below a folder until the limit is reached. */
    void walk(Path folder, String prefix, List<ObjectInfo> found) throws IOException {
        for (var child : children(folder, prefix)) {
            if (found.size() >= limit) {
                return;
            }
            if (child.folder()) {
                if (after.startsWith(child.key()) || compare(child.key(), after) > 0) {
                    walk(child.path(), child.key(), found);
                }
            } else if (compare(child.key(), after) > 0) {
                found.add(LocalBucket.info(child.key(), child.attributes()));
            }
        }
    }

    private List<Child> children(Path folder, String prefix) throws IOException {
        var children = new ArrayList<Child>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var path : entries) {
                var name = String.valueOf(path.getFileName());
                if (prefix.isEmpty() && name.equals(hidden)) {
                    continue;
                }
                try {
                    var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (attributes.isDirectory()) {
                        children.add(new Child(prefix + name + "/", path, attributes));
                    } else if (attributes.isRegularFile()) {
                        children.add(new Child(prefix + name, path, attributes));
                    }
                } catch (NoSuchFileException _) {
                    continue;
                }
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        children.sort(Comparator.comparing(Child::key, SortedWalk::compare));
        return children;
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private record Child(String key, Path path, BasicFileAttributes attributes) {
        boolean folder() {
            return attributes.isDirectory();
        }
    }
}
