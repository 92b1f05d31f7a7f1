package dev.holdfast.buckia.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Download;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.ObjectPage;
import dev.holdfast.buckia.bucket.Traits;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import dev.holdfast.testkit.TestObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files and what happens between the first of their parts and the end, on a real server of S3. */
class PartedUploadsTest {
    private static final byte[] OTHERS = "another program's".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path scratch;

    private final byte[] content = new byte[34 << 20];
    private Path one = Path.of("");
    private Between bucket;

    @BeforeEach
    void begin() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        new Random(1).nextBytes(content);
        var store = TestObjects.server();
        var fresh = TestObjects.fresh();
        store.createBucket(fresh.bucket());
        var credentials = Map.of("accessKeyId", store.accessKey(), "secretAccessKey", store.secretKey());
        var config = new BucketConfig("s3", fresh.bucket(), credentials)
                .withEndpoint(store.endpoint().toString());
        bucket = new Between(Buckets.open(config));
    }

    @AfterEach
    void end() {
        bucket.close();
    }

    @Test
    void whatAnotherProgramPutsThereMeanwhileIsntReplaced() throws IOException {
        for (boolean conditions : new boolean[] {true, false}) {
            bucket.conditions = conditions;
            var name = "new-" + conditions;
            Files.write(one.resolve(name), content);
            bucket.beforeFinish = () -> bucket.inner.put(name, Body.of(OTHERS));
            sync();
            requireBoth(name);
        }
    }

    @Test
    void whatAnotherProgramMadeOfItMeanwhileIsntReplaced() throws IOException {
        for (boolean conditions : new boolean[] {true, false}) {
            bucket.conditions = conditions;
            var name = "old-" + conditions;
            Files.write(one.resolve(name), content);
            sync();
            content[5]++;
            Files.write(one.resolve(name), content);
            bucket.beforeFinish = () -> bucket.inner.put(name, Body.of(OTHERS));
            sync();
            requireBoth(name);
        }
    }

    @Test
    void aLostAnswerToTheEndSendsNothingAgain() throws IOException {
        Files.write(one.resolve("large"), content);
        bucket.loseFinish = true;
        assertThat(sync().failures()).isEmpty();
        assertThat(bucket.parts).as("no part was sent twice").isEqualTo(3);
        assertThat(sync().done()).isEmpty();
        content[7]++;
        Files.write(one.resolve("large"), content);
        bucket.loseFinish = true;
        assertThat(sync().failures()).isEmpty();
        assertThat(bucket.parts).isEqualTo(6);
        assertThat(bucket.inner.get("large").bytes()).isEqualTo(content);
    }

    /** Both contents are somewhere: at the path, beside it as a conflict's copy, or in the trash. */
    private void requireBoth(String name) throws IOException {
        sync();
        var found = new ArrayList<byte[]>();
        try (Stream<Path> files = Files.walk(one)) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                if (each.getFileName().toString().startsWith(name)) {
                    found.add(Files.readAllBytes(each));
                }
            }
        }
        for (var object : bucket.inner.list(".buckia/trash/", null, 1_000).objects()) {
            if (object.key().endsWith("/" + name)) {
                found.add(bucket.inner.get(object.key()).bytes());
            }
        }
        assertThat(found).contains(content, OTHERS);
    }

    private SyncResult sync() throws IOException {
        var random = new Random(2);
        var steady = new SteadyBucket(bucket, new Retries(wait -> {}, random), Limits.NONE, new Traffic());
        var parts = new Parts(steady, List.of(), Seal.NONE, () -> Instant.parse("2026-11-20T10:00:00Z"), new Random());
        return new Engine(parts).sync(one, SyncOptions.DEFAULT, SyncListener.NONE);
    }

    /** A bucket in which something happens right before an upload's end. */
    private static final class Between implements Bucket {
        private final Bucket inner;
        private boolean conditions = true;
        private boolean loseFinish;
        private int parts;
        private @Nullable Runnable beforeFinish;

        Between(Bucket inner) {
            this.inner = inner;
        }

        @Override
        public Traits traits() {
            var all = inner.traits();
            return new Traits(
                    conditions,
                    conditions,
                    all.serverCopy(),
                    all.sorted(),
                    all.listsFlat(),
                    all.putBytesMax(),
                    all.partBytesMin(),
                    all.partBytesMax(),
                    all.partsMax(),
                    all.digest());
        }

        @Override
        public String address() {
            return inner.address();
        }

        @Override
        public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
            return inner.list(prefix, cursor, limit);
        }

        @Override
        public Optional<ObjectInfo> head(String key) {
            return inner.head(key);
        }

        @Override
        public Download get(String key, long from, long length) {
            return inner.get(key, from, length);
        }

        @Override
        public ObjectInfo put(String key, Body body, Condition condition) {
            return inner.put(key, body, condition);
        }

        @Override
        public ObjectInfo copy(String from, String to) {
            return inner.copy(from, to);
        }

        @Override
        public void delete(String key) {
            inner.delete(key);
        }

        @Override
        public Optional<Multipart> multipart() {
            return inner.multipart().map(Sending::new);
        }

        @Override
        public void close() {
            inner.close();
        }

        private final class Sending implements Multipart {
            private final Multipart real;

            Sending(Multipart real) {
                this.real = real;
            }

            @Override
            public String start(String key) {
                return real.start(key);
            }

            @Override
            public synchronized Part send(String key, String upload, int number, Body body) {
                parts++;
                var part = real.send(key, upload, number, body);
                if (number == 1 && beforeFinish != null) {
                    var happening = beforeFinish;
                    beforeFinish = null;
                    happening.run();
                }
                return part;
            }

            @Override
            public List<Part> parts(String key, String upload) {
                return real.parts(key, upload);
            }

            @Override
            public ObjectInfo finish(String key, String upload, List<Part> sent, Condition condition) {
                var made = real.finish(key, upload, sent, condition);
                if (loseFinish) {
                    loseFinish = false;
                    throw new BucketException(BucketError.UNAVAILABLE, "the answer was lost");
                }
                return made;
            }

            @Override
            public Optional<ObjectInfo> finished(String key, String upload, List<Part> sent) {
                return real.finished(key, upload, sent);
            }

            @Override
            public void abort(String key, String upload) {
                real.abort(key, upload);
            }

            @Override
            public List<Unfinished> unfinished(String prefix) {
                return real.unfinished(prefix);
            }
        }
    }
}
