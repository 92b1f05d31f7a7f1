package dev.holdfast.buckia.pack;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.tree.Hashing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable objects whose names end with the SHA-256 of their bytes; what is read is checked against it. */
public final class ContentStore {
    private static final int DIGITS = 64;
    private static final int PAGE = 1_000;

    private final SteadyBucket bucket;

    /** Objects of a bucket. */
    public ContentStore(SteadyBucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Writes an object.
     *
     * @param prefix what its key begins with; the digest follows
     * @param looking whether it may well be there already, so that a look is worth its request
     * @return its key
     */
    public String put(String prefix, byte[] bytes, boolean looking) {
        var sha256 = Hashing.sha256(bytes);
        var key = prefix + sha256;
        var body = Body.of(bytes).withDigest("SHA-256", sha256);
        if (!looking || bucket.head(key).filter(there -> isWhole(there, body)).isEmpty()) {
            var unused = bucket.put(key, body);
        }
        return key;
    }

    /** As far as the provider's answer tells. */
    private boolean isWhole(ObjectInfo there, Body body) {
        if (there.size() != body.length()) {
            return false;
        }
        if (there.checksum() != null) {
            return there.checksum().equals(body.digest(bucket.traits().digest()));
        }
        return !there.tag().matches("[0-9a-f]{32}") || there.tag().equals(body.digest("MD5"));
    }

    /**
     * Reads an object whole.
     *
     * @throws DamagedException if it isn't there, or its bytes aren't those that its name says
     */
    public byte[] get(String key) {
        byte[] bytes = bucket.retries().of(() -> {
            try (var download = bucket.get(key)) {
                return download.bytes();
            } catch (BucketException e) {
                if (e.error() == BucketError.NOT_FOUND) {
                    throw new DamagedException(key + " isn't in the bucket", e);
                }
                throw e;
            }
        });
        if (key.length() < DIGITS || !Hashing.sha256(bytes).equals(key.substring(key.length() - DIGITS))) {
            throw new DamagedException(key + " isn't what its name says: it was changed or swapped in the bucket");
        }
        return bytes;
    }

    /** All objects under a prefix. */
    public List<ObjectInfo> list(String prefix) {
        var found = new ArrayList<ObjectInfo>();
        String cursor = null;
        do {
            var page = bucket.list(prefix, cursor, PAGE);
            found.addAll(page.objects());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    /** The sizes of all objects under a prefix, by key. */
    public Map<String, Long> sizes(String prefix) {
        var sizes = new HashMap<String, Long>();
        list(prefix).forEach(object -> sizes.put(object.key(), object.size()));
        return sizes;
    }

    /**
     * What is wrong with an object, as far as its size tells; null if nothing is. One that a listing lacks is looked at itself,
     * since listings lag.
     *
     * @param listed sizes by key
     * @param size what it must have, or -1 if nobody knows
     */
    public @Nullable String fault(String key, Map<String, Long> listed, long size) {
        var there = listed.get(key);
        if (there == null) {
            there = bucket.head(key).map(ObjectInfo::size).orElse(null);
        }
        if (there == null) {
            return key + " isn't in the bucket";
        }
        return there > 0 && (size < 0 || there == size)
                ? null
                : key + " has " + there + " bytes in the bucket" + (size < 0 ? "" : ", not " + size);
    }

    /** The bucket itself. */
    public SteadyBucket bucket() {
        return bucket;
    }
}
