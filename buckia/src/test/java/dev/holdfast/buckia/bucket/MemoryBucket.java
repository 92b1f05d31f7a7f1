package dev.holdfast.buckia.bucket;

import dev.holdfast.buckia.tree.Hashing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bucket in memory that keeps every promise, with or without conditional writes and checksums. */
public final class MemoryBucket implements Bucket {
    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final Map<String, Integer> writes = new TreeMap<>();
    private final Traits traits;
    private int count;
    private final Supplier<@Nullable Instant> clock;
    private final Map<String, Instant> times = new TreeMap<>();

    /** An empty bucket that doesn't tell when an object was written. */
    public MemoryBucket(boolean conditions, boolean checksums) {
        this(conditions, checksums, () -> null);
    }

    /** An empty bucket with a clock. */
    public MemoryBucket(boolean conditions, boolean checksums, Supplier<@Nullable Instant> clock) {
        this.clock = clock;
        this.traits = new Traits(
                conditions, conditions, true, true, true, Long.MAX_VALUE, 0, 0, 0, checksums ? "SHA-256" : "");
    }

    /** What it holds now. */
    public synchronized SortedMap<String, byte[]> contents() {
        return new TreeMap<>(objects);
    }

    /** Puts an object under a key that no client would use. */
    public void smuggle(String key, byte[] bytes) {
        var unused = put(key, bytes, Condition.none());
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public String address() {
        return "memory:";
    }

    @Override
    public synchronized ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        List<ObjectInfo> found = new ArrayList<>();
        for (String key : objects.tailMap(cursor == null ? "" : cursor, false).keySet()) {
            if (key.startsWith(prefix)) {
                if (found.size() == limit) {
                    return new ObjectPage(found, found.getLast().key());
                }
                found.add(info(key));
            }
        }
        return new ObjectPage(found, null);
    }

    @Override
    public synchronized Optional<ObjectInfo> head(String key) {
        return objects.containsKey(Keys.check(key)) ? Optional.of(info(key)) : Optional.empty();
    }

    @Override
    public synchronized Download get(String key, long from, long length) {
        byte[] bytes = objects.get(Keys.check(key));
        if (bytes == null) {
            throw new BucketException(BucketError.NOT_FOUND, "no object " + key);
        }
        if (from > 0 && from >= bytes.length) {
            throw new BucketException(BucketError.RANGE, "beyond the end of " + key);
        }
        int end = (int) (length < 0 ? bytes.length : Math.min(bytes.length, from + length));
        return new Download(info(key), new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) from, end)));
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        var unused = Keys.check(key);
        try (var in = body.open()) {
            return put(key, in.readAllBytes(), condition);
        } catch (IOException e) {
            throw new BucketException(BucketError.LOCAL, "cannot read", e);
        }
    }

    @Override
    public synchronized ObjectInfo copy(String from, String to) {
        try (Download download = get(from)) {
            return put(to, download.bytes(), Condition.none());
        }
    }

    @Override
    public synchronized void delete(String key) {
        objects.remove(Keys.check(key));
    }

    @Override
    public Optional<Multipart> multipart() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    private synchronized ObjectInfo put(String key, byte[] bytes, Condition condition) {
        if (condition.kind() != Condition.Kind.NONE && !traits.putIfAbsent()) {
            throw new BucketException(BucketError.UNSUPPORTED, "no conditions here");
        }
        boolean holds = switch (condition.kind()) {
            case NONE -> true;
            case ABSENT -> !objects.containsKey(key);
            case MATCHES -> objects.containsKey(key) && info(key).tag().equals(condition.tag());
        };
        if (!holds) {
            throw new BucketException(BucketError.CONDITION_FAILED, "not as wanted: " + key);
        }
        objects.put(key, bytes);
        writes.put(key, ++count);
        var now = clock.get();
        if (now != null) {
            times.put(key, now);
        }
        return info(key);
    }

    private ObjectInfo info(String key) {
        byte[] bytes = objects.getOrDefault(key, new byte[0]);
        String tag = "t" + writes.getOrDefault(key, 0);
        return new ObjectInfo(
                key, bytes.length, tag, traits.digest().isEmpty() ? null : Hashing.sha256(bytes), times.get(key));
    }
}
