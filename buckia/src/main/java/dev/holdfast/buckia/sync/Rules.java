package dev.holdfast.buckia.sync;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What a plan goes by.
 *
 * @param device this device's name
 * @param deleteOrphaned whether deletions are carried to the other side; if not they are remembered
 * @param conflicts policies by glob, the first that fits; {@link ConflictPolicy#KEEP_BOTH} if none does
 * @param serverCopy whether the bucket can copy within itself
 * @param copySuffix what a copy's name gets: device and time
 * @param hidden paths that mustn't lie in the bucket as ordinary objects
 */
public record Rules(
        String device,
        boolean deleteOrphaned,
        Map<Glob, ConflictPolicy> conflicts,
        boolean serverCopy,
        String copySuffix,
        Predicate<String> hidden) {
    private static final int NAME_BYTES_MAX = 255;

    /** With nothing hidden. */
    public Rules(
            String device,
            boolean deleteOrphaned,
            Map<Glob, ConflictPolicy> conflicts,
            boolean serverCopy,
            String copySuffix) {
        this(device, deleteOrphaned, conflicts, serverCopy, copySuffix, path -> false);
    }

    ConflictPolicy policy(String path) {
        for (var each : conflicts.entrySet()) {
            if (each.getKey().matches(path)) {
                return each.getValue();
            }
        }
        return ConflictPolicy.KEEP_BOTH;
    }

    /** {@code a/b.jpg} becomes {@code a/b (conflict DEVICE TIME).jpg}, shortened where a name would get too long. */
    String copyName(String path) {
        int slash = path.lastIndexOf('/') + 1;
        int dot = path.lastIndexOf('.');
        var stem = dot > slash ? path.substring(slash, dot) : path.substring(slash);
        var end = " (" + copySuffix + ")" + (dot > slash ? path.substring(dot) : "");
        while (bytes(stem + end) > NAME_BYTES_MAX && !stem.isEmpty()) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return path.substring(0, slash) + stem + end;
    }

    private static int bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
}
