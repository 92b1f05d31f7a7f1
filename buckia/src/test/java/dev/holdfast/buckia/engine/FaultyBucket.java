package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Download;
import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.ObjectPage;
import dev.holdfast.buckia.bucket.Traits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bucket whose line is bad: lost answers, repeated requests, throttles, listings that lag, downloads that tear, kills. */
final class FaultyBucket implements Bucket {
    /** The program is dead from here on. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final MemoryBucket inner;
    private final Random random;
    private final List<List<ObjectInfo>> past = new ArrayList<>();
    double faults;
    double kills;
    /** Whether no index can be written. */
    boolean refusesIndexes;

    boolean staleListings;

    FaultyBucket(MemoryBucket inner, Random random) {
        this.inner = inner;
        this.random = random;
    }

    @Override
    public Traits traits() {
        return inner.traits();
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        return call(false, () -> {
            if (cursor != null) {
                return inner.list(prefix, cursor, limit);
            }
            past.add(inner.list("", null, 1_000_000).objects());
            int age = staleListings ? random.nextInt(Math.min(3, past.size())) : 0;
            var seen = past.get(past.size() - 1 - age).stream()
                    .filter(each -> each.key().startsWith(prefix))
                    .toList();
            return new ObjectPage(seen, null);
        });
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        return call(false, () -> inner.head(key));
    }

    @Override
    public Download get(String key, long from, long length) {
        return call(false, () -> {
            Download download = inner.get(key, from, length);
            if (random.nextDouble() >= faults) {
                return download;
            }
            byte[] bytes = download.bytes();
            byte[] torn = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            return new Download(download.info(), new SequenceInputStream(new ByteArrayInputStream(torn), new Broken()));
        });
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        if (refusesIndexes && key.startsWith(".buckia/index/")) {
            throw new BucketException(BucketError.UNAVAILABLE, "not now");
        }
        return call(true, () -> inner.put(key, body, condition));
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        return call(true, () -> inner.copy(from, to));
    }

    @Override
    public void delete(String key) {
        var unused = call(true, () -> {
            inner.delete(key);
            return true;
        });
    }

    @Override
    public Optional<Multipart> multipart() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    /** Perhaps the program dies here. */
    void mayDie() {
        if (random.nextDouble() < kills) {
            throw new Killed();
        }
    }

    private <T> T call(boolean writes, Supplier<T> call) {
        mayDie();
        if (random.nextDouble() >= faults) {
            T result = call.get();
            mayDie();
            return result;
        }
        switch (random.nextInt(writes ? 4 : 2)) {
            case 0 -> throw new BucketException(BucketError.UNAVAILABLE, "no connection");
            case 1 ->
                throw new BucketException(
                        BucketError.THROTTLED, "slow down", null, random.nextBoolean() ? Duration.ofSeconds(5) : null);
            case 2 -> {
                var lost = call.get();
                throw new BucketException(BucketError.UNAVAILABLE, "the answer was lost: " + (lost == null));
            }
            default -> {
                T first = call.get();
                try {
                    return call.get();
                } catch (BucketException _) {
                    // A line that repeats a request may bring the answer to either.
                    return first;
                }
            }
        }
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the connection broke");
        }
    }
}
