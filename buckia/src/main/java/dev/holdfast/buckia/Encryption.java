package dev.holdfast.buckia;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.crypt.Keys;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.sync.Glob;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sealed before it leaves, and what opens it: {@code docs/formats/encryption.md}. All devices need the same.
 *
 * @param paths whose files' names and contents nobody can read in the bucket; if there are any, all indexes are sealed
 * @param secret opens the bucket; null only without paths, for a bucket in the open
 */
public record Encryption(List<Glob> paths, Keys.@Nullable Secret secret) {
    /** Nothing is encrypted. */
    public static final Encryption NONE = new Encryption(List.of(), null);

    /** Copies the list. */
    public Encryption {
        paths = List.copyOf(paths);
        if (!paths.isEmpty() && secret == null) {
            throw new IllegalArgumentException("paths to encrypt need a passphrase or a key file");
        }
    }

    /**
     * The bucket's seal. With a secret but no paths, a bucket without keys stays in the open.
     *
     * @param create whether a bucket that has no keys gets one
     * @throws dev.holdfast.buckia.crypt.WrongKeyException if the secret doesn't open the bucket; nothing has been changed
     */
    public Seal seal(SteadyBucket bucket, boolean create) {
        if (secret == null) {
            return Seal.NONE;
        }
        var keys = new Keys(bucket, new SecureRandom());
        if (paths.isEmpty()) {
            return keys.find(secret).orElse(Seal.NONE);
        }
        return create ? keys.open(secret) : keys.find(secret).orElseGet(keys::unsaved);
    }
}
