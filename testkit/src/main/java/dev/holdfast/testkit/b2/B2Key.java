package dev.holdfast.testkit.b2;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An application key.
 *
 * @param id its id
 * @param secret the key itself
 * @param capabilities what it may do
 * @param bucket the one bucket that it opens, or null for all
 * @param namePrefix what names must begin with, or empty
 */
public record B2Key(
        String id,
        String secret,
        Set<String> capabilities,
        @Nullable String bucket,
        String namePrefix) {
    /** All that concerns files. */
    public static final Set<String> ALL =
            Set.of("listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles", "shareFiles");

    void require(String capability) {
        if (!capabilities.contains(capability)) {
            throw new B2Failure(401, "unauthorized", "the key lacks the capability " + capability);
        }
    }

    void requireBucket(B2Versions versions) {
        if (bucket != null && !bucket.equals(versions.name())) {
            throw new B2Failure(401, "unauthorized", "the key isn't for this bucket");
        }
    }

    void requireName(String name) {
        if (!name.startsWith(namePrefix)) {
            throw new B2Failure(401, "unauthorized", "the key is for names that begin with " + namePrefix);
        }
    }
}
