package dev.holdfast.buckia.bucket.bunny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketContract;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.bunny.BunnyServer;
import dev.holdfast.testkit.objects.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BunnyBucketTest extends BucketContract {
    private final BunnyServer server = BunnyServer.start();
    private final List<Duration> waits = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Bucket open() {
        return open("zone", server.zone("zone").password());
    }

    @Override
    protected Bucket openMissing() {
        return open("there-is-none", "password");
    }

    @Override
    protected Bucket openWithWrongKey() {
        return open("zone", "wrong");
    }

    /** Bunny doesn't say whether it is the zone or its password that is unknown. */
    @Override
    protected BucketError missing() {
        return BucketError.CREDENTIALS;
    }

    @Test
    void neverAsksForMoreFoldersAtATimeThanBunnyLists() {
        for (int at = 0; at < 40; at++) {
            bucket.put("tree/%02d/%d/file".formatted(at % 20, at), text("x"));
        }
        var latch = new CountDownLatch(1);
        server.holdListings(latch);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lists = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (int each = 0; each < 8; each++) {
                lists.add(threads.submit(
                        () -> bucket.list("tree/", null, 1_000).objects().size()));
            }
            Eventually.holds("five listings run", () -> server.listingsRunning() == 5);
            latch.countDown();
            for (var each : lists) {
                assertThat(each).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(40);
            }
        }
        assertThat(server.throttled()).isZero();
    }

    @Test
    void asksForEachFolderOnceThoughItsObjectsComeInPages() {
        for (int at = 0; at < 30; at++) {
            bucket.put("a/%d/%d".formatted(at % 3, at), text("x"));
        }
        var keys = new ArrayList<String>();
        String cursor = null;
        do {
            var page = bucket.list("", cursor, 4);
            page.objects().forEach(each -> keys.add(each.key()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(keys).hasSize(30).isSorted();
        assertThat(server.log("GET ")).hasSize(5).doesNotHaveDuplicates();
        var last = keys.get(20);
        assertThat(bucket.list("", last, 100).objects())
                .extracting(ObjectInfo::key)
                .as("a page asked for once more, or by another process")
                .containsExactlyElementsOf(keys.subList(21, 30));
    }

    @Test
    void throttlesAreWaitedFor() {
        bucket.put("a/b", text("x"));
        var steady = steady();
        server.next(
                Fault.Refusal.of("GET /zone/", 400, BunnyServer.THROTTLE),
                Fault.Refusal.later("GET /zone/", 429, "{\"HttpCode\":429,\"Message\":\"Too Many Requests\"}", 7),
                Fault.Refusal.later("GET /zone/", 503, "slow down", 9));
        assertThat(steady.list("", null, 10).objects()).hasSize(1);
        assertThat(waits).hasSize(3);
        assertThat(waits.get(1)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));

        server.next(Fault.Refusal.of("PUT", 400, BunnyServer.THROTTLE));
        steady.put("a/c", text("y"));
        assertThat(read("a/c")).isEqualTo("y");
        waits.clear();
        server.next(Fault.Refusal.of("PUT", 400, "{\"HttpCode\":400,\"Message\":\"Bad path\"}"));
        assertError(BucketError.REFUSED, () -> steady.put("a/d", text("z")));
        assertThat(waits).as("another 400 won't get better").isEmpty();
    }

    @Test
    void bytesThatChangeOnTheWayAreNoticed() {
        var steady = steady();
        server.next(new Fault.FlippedRequest("PUT"));
        assertError(BucketError.CHECKSUM, () -> bucket.put("a", text("what is sent")));
        assertThat(bucket.head("a")).isEmpty();
        server.next(new Fault.FlippedRequest("PUT"));
        steady.put("a", text("what is sent"));

        server.next(new Fault.FlippedAnswer("GET"));
        assertThat(read("a")).isEqualTo("what is sent");
        for (int at = 0; at < 6; at++) {
            server.next(new Fault.FlippedAnswer("GET"));
        }
        assertError(BucketError.CHECKSUM, () -> bucket.get("a"));

        bucket.put("large", Body.of(random(2_000_000)));
        server.next(new Fault.FlippedAnswer("GET"));
        assertError(BucketError.CHECKSUM, () -> bucket.get("large").bytes());
        server.next(new Fault.Cut("GET", 1_500_000));
        assertError(BucketError.UNAVAILABLE, () -> bucket.get("large").bytes());
    }

    @Test
    void anUploadWhoseAnswerWasLostIsRepeated() {
        server.next(new Fault.Lost("PUT"));
        var put = steady().put("a", text("once"));
        assertThat(bucket.head("a").orElseThrow().tag()).isEqualTo(put.tag());
        assertThat(server.log("PUT")).hasSize(2);
    }

    @Test
    void listingsSayLittle() {
        bucket.put("dir/a", text("one"));
        var listed = bucket.list("", null, 10).objects().getFirst();
        assertThat(listed.modified())
                .as("a time without a zone is UTC")
                .isEqualTo(server.zone("zone").file("dir/a").changed());

        server.checksums(false);
        var first = bucket.head("dir/a").orElseThrow();
        assertThat(first.checksum()).isNull();
        bucket.put("dir/a", text("two"));
        assertThat(bucket.head("dir/a").orElseThrow().tag()).isNotEqualTo(first.tag());
        assertThat(read("dir/a")).isEqualTo("two");

        server.missingFoldersAreEmpty(false);
        assertThat(bucket.list("none/", null, 10).objects()).isEmpty();
        assertThat(bucket.head("dir")).as("a folder is no object").isEmpty();
    }

    @Test
    void rangesComeAlsoFromAServerThatSendsTheWhole() {
        var content = random(100_000);
        bucket.put("a", Body.of(content));
        server.ranges(false);
        assertThat(bucket.get("a", 99_990, -1).bytes())
                .isEqualTo(java.util.Arrays.copyOfRange(content, 99_990, 100_000));
        assertThat(bucket.get("a", 10, 5).bytes()).isEqualTo(java.util.Arrays.copyOfRange(content, 10, 15));
        assertError(BucketError.RANGE, () -> bucket.get("a", 100_000, 1));
    }

    @Test
    void aKeyNeverDeletesAFolder() {
        bucket.put("dir/a", text("1"));
        bucket.delete("dir");
        assertThat(read("dir/a")).isEqualTo("1");
        assertError(BucketError.BAD_KEY, () -> bucket.delete("dir/"));
        assertThat(server.log("DELETE")).noneMatch(line -> line.endsWith("/"));
    }

    @Test
    void namesThatBunnyDoesNotTake() {
        for (var key : List.of(" a", "a ", "dir /a", "dir/ a")) {
            assertError(BucketError.BAD_KEY, () -> bucket.put(key, text("x")));
        }
    }

    @Test
    void aWrongPasswordIsSaidAtOnceAndNeverShown() {
        try (var wrong = new SteadyBucket(
                open("zone", "marker-secret"), new Retries(waits::add, new Random(1)), Limits.NONE, new Traffic())) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(wrong::check))
                    .asInstanceOf(InstanceOfAssertFactories.type(BucketException.class))
                    .satisfies(e -> assertThat(e.error()).isEqualTo(BucketError.CREDENTIALS))
                    .satisfies(e -> assertThat(e.toString())
                            .contains("storage zone 'zone'")
                            .doesNotContain("marker-secret"));
            assertError(BucketError.CREDENTIALS, () -> wrong.put("a", text("x")));
        }
        assertThat(waits).isEmpty();
        try (var reading = open("zone", server.zone("zone").readOnlyPassword())) {
            assertThat(reading.list("", null, 10).objects()).isEmpty();
            assertError(BucketError.CREDENTIALS, () -> reading.put("a", text("x")));
        }
    }

    @Test
    void copiesOfWhatIsLargeGoThroughAFile() {
        var content = random(9 << 20);
        bucket.put("large", Body.of(content));
        bucket.copy("large", "other/large");
        assertThat(bucket.get("other/large").bytes()).isEqualTo(content);
    }

    @Test
    void configurationsThatCannotBeRight() {
        var config = new BucketConfig("bunny", "zone", Map.of("accessKey", "x"));
        assertError(BucketError.REFUSED, () -> Buckets.open(config.withRegion("mars")));
        assertError(BucketError.REFUSED, () -> Buckets.open(config.withEndpoint("ftp://host")));
        assertError(BucketError.CREDENTIALS, () -> Buckets.open(new BucketConfig("bunny", "zone", Map.of())));
        assertError(
                BucketError.NO_BUCKET,
                () -> Buckets.open(new BucketConfig("bunny", "../zone", Map.of("accessKey", "x"))));
        Buckets.open(config.withRegion("ny")).close();
    }

    private SteadyBucket steady() {
        return new SteadyBucket(bucket, new Retries(waits::add, new Random(1)), Limits.NONE, new Traffic());
    }

    private Bucket open(String zone, String password) {
        return Buckets.open(new BucketConfig("bunny", zone, Map.of("accessKey", password))
                .withEndpoint(server.endpoint().toString()));
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
