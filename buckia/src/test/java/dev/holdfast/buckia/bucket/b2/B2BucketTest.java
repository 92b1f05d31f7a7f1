package dev.holdfast.buckia.bucket.b2;

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
import dev.holdfast.testkit.b2.B2Key;
import dev.holdfast.testkit.b2.B2Server;
import dev.holdfast.testkit.b2.B2Version;
import dev.holdfast.testkit.objects.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class B2BucketTest extends BucketContract {
    private static final String UPLOAD = "b2_upload_file";

    private final B2Server server = B2Server.start();
    private final B2Key key = server.key();
    private final List<Duration> waits = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Bucket open() {
        server.bucket("bucket");
        return open("bucket", key);
    }

    @Override
    protected Bucket openMissing() {
        return open("there-is-none", key);
    }

    @Override
    protected Bucket openWithWrongKey() {
        return open("bucket", new B2Key(key.id(), "wrong", Set.of(), null, ""));
    }

    @Test
    void anAddressTakesOneUploadAtATime() {
        var latch = new CountDownLatch(1);
        server.holdUploads(latch);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = new ArrayList<Future<ObjectInfo>>();
            for (int at = 0; at < 6; at++) {
                var name = "k" + at;
                puts.add(threads.submit(() -> bucket.put(name, text(name))));
            }
            Eventually.holds("six uploads run", () -> server.uploadsRunning() == 6);
            latch.countDown();
            for (var each : puts) {
                assertThat(each).succeedsWithin(Duration.ofMinutes(1));
            }
        }
        assertThat(server.log("b2_get_upload_url")).hasSize(6);
        bucket.put("later", text("x"));
        assertThat(server.log("b2_get_upload_url"))
                .as("addresses are used again")
                .hasSize(6);
    }

    @Test
    void tokensThatEndedAreTakenAnew() {
        bucket.put("a", text("1"));
        server.clock().advance(Duration.ofHours(25));
        bucket.put("a", text("2"));
        assertThat(read("a")).isEqualTo("2");

        server.expireAccountTokens();
        assertThat(bucket.head("a"))
                .as("an answer to HEAD has no body that says why")
                .isPresent();
        server.expireAccountTokens();
        assertThat(bucket.list("", null, 10).objects()).hasSize(1);
        server.expireUploadTokens();
        bucket.put("a", text("3"));
        assertThat(read("a")).isEqualTo("3");
        assertThat(server.log("b2_authorize_account")).hasSize(4);
    }

    @Test
    void anAddressThatFailsIsLeftForAnother() {
        bucket.put("a", text("1"));
        server.next(Fault.Refusal.of(
                UPLOAD, 503, "{\"status\":503,\"code\":\"service_unavailable\",\"message\":\"no tomes available\"}"));
        bucket.put("a", text("2"));
        assertThat(server.log("b2_get_upload_url")).hasSize(2);

        server.next(new Fault.Lost(UPLOAD));
        steady().put("a", text("3"));
        assertThat(read("a")).isEqualTo("3");
        assertThat(server.log("b2_get_upload_url")).hasSize(3);
        assertThat(waits).hasSize(1);

        server.testMode("fail_some_uploads");
        for (int at = 0; at < 5; at++) {
            bucket.put("b" + at, text("x"));
        }
    }

    @Test
    void tooManyRequestsAreWaitedForAndCapsAreNot() {
        server.next(Fault.Refusal.later(
                "b2_list_file_names",
                429,
                "{\"status\":429,\"code\":\"too_many_requests\",\"message\":\"slow down\"}",
                5));
        assertThat(steady().list("", null, 10).objects()).isEmpty();
        assertThat(waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6)));

        waits.clear();
        server.testMode("force_cap_exceeded");
        assertError(BucketError.QUOTA, () -> steady().put("a", text("x")));
        assertThat(waits).isEmpty();
    }

    @Test
    void someTokensEndAgainAndAgain() {
        server.testMode("expire_some_account_authorization_tokens");
        for (int at = 0; at < 20; at++) {
            bucket.put("k" + at, text("x"));
            bucket.delete("k" + at);
        }
        assertThat(bucket.list("", null, 100).objects()).isEmpty();
    }

    @Test
    void bytesThatChangeOnTheWayAreNoticed() {
        server.next(new Fault.FlippedRequest(UPLOAD));
        assertError(BucketError.CHECKSUM, () -> bucket.put("a", text("what is sent")));
        assertThat(bucket.head("a")).isEmpty();
        bucket.put("a", text("what is sent"));
        server.next(new Fault.FlippedAnswer("GET /file/"));
        assertError(BucketError.CHECKSUM, () -> bucket.get("a").bytes());
        server.next(new Fault.Cut("GET /file/", 3));
        assertError(BucketError.UNAVAILABLE, () -> bucket.get("a").bytes());
        assertThat(read("a")).isEqualTo("what is sent");

        var multipart = bucket.multipart().orElseThrow();
        var upload = multipart.start("big");
        server.next(new Fault.FlippedRequest("b2_upload_part"));
        assertError(BucketError.CHECKSUM, () -> multipart.send("big", upload, 1, text("part")));
        assertThat(multipart.parts("big", upload)).isEmpty();
    }

    @Test
    void deletingBringsNoOlderVersionToLight() {
        bucket.put("a", text("1"));
        bucket.put("a", text("2"));
        bucket.put("a", text("3"));
        server.next(Fault.Refusal.of(
                "b2_delete_file_version",
                500,
                "{\"status\":500,\"code\":\"internal_error\",\"message\":\"something went wrong\"}"));
        assertError(BucketError.UNAVAILABLE, () -> bucket.delete("a"));
        assertThat(read("a")).as("not deleted, and not older").isEqualTo("3");
        bucket.delete("a");
        assertThat(bucket.head("a")).isEmpty();
        assertThat(server.bucket("bucket").of("a")).isEmpty();

        var multipart = bucket.multipart().orElseThrow();
        var upload = multipart.start("a");
        bucket.put("a", text("4"));
        bucket.delete("a");
        assertThat(multipart.unfinished(""))
                .as("an upload under way isn't a version")
                .containsExactly(new Bucket.Unfinished("a", upload));
    }

    @Test
    void aKeyThatMayNotDeleteHides() {
        var capabilities = Set.of("listBuckets", "listFiles", "readFiles", "writeFiles");
        try (var other = open("bucket", server.key(capabilities, "bucket", ""))) {
            other.put("a", text("1"));
            other.put("a", text("2"));
            other.delete("a");
            other.delete("a");
            assertThat(other.head("a")).isEmpty();
            assertThat(other.list("", null, 10).objects()).isEmpty();
            assertThat(server.bucket("bucket").of("a"))
                    .extracting(B2Version::action)
                    .containsExactly("hide", "upload", "upload");
        }
        bucket.delete("a");
        assertThat(server.bucket("bucket").of("a")).isEmpty();
    }

    @Test
    void keysForOneBucketAndPrefix() {
        var narrow = server.key(B2Key.ALL, "bucket", "mine/");
        try (var mine = open("bucket", narrow, "mine/")) {
            mine.check();
            mine.put("a", text("1"));
            assertThat(mine.list("", null, 10).objects()).hasSize(1);
        }
        try (var others = open("bucket", narrow, "yours/")) {
            assertError(BucketError.DENIED, others::check);
        }
        server.bucket("other");
        try (var other = open("other", narrow, "mine/")) {
            assertError(BucketError.DENIED, other::check);
        }
        try (var reading = open("bucket", server.key(Set.of("listFiles", "readFiles"), "bucket", ""))) {
            assertThat(new String(reading.get("mine/a").bytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("1");
            assertError(BucketError.DENIED, () -> reading.put("b", text("x")));
        }
    }

    @Test
    void anInterruptedUploadGoesOnFromItsParts() {
        int size = Math.toIntExact(bucket.traits().partBytesMin());
        var content = new byte[2 * size + 1];
        new Random(5).nextBytes(content);
        var before = bucket.multipart().orElseThrow();
        var upload = before.start("big");
        before.send("big", upload, 1, Body.of(content, 0, size));
        bucket.close();

        bucket = open("bucket", key);
        var after = bucket.multipart().orElseThrow();
        assertThat(after.unfinished("")).containsExactly(new Bucket.Unfinished("big", upload));
        var parts = new ArrayList<>(after.parts("big", upload));
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().tag()).isEqualTo(Body.of(content, 0, size).digest("SHA-1"));
        parts.add(after.send("big", upload, 2, Body.of(content, size, size)));
        parts.add(after.send("big", upload, 3, Body.of(content, 2 * size, 1)));
        server.next(new Fault.Lost("b2_finish_large_file"));
        assertError(BucketError.UNAVAILABLE, () -> after.finish("big", upload, parts));
        assertError(BucketError.NOT_FOUND, () -> after.finish("big", upload, parts));
        assertThat(bucket.get("big").bytes()).isEqualTo(content);
        assertThat(server.log("b2_upload_part")).hasSize(3);
    }

    @Test
    void whatIsTooLargeToCopyIsCopiedInParts() {
        var content = new byte[11_000_000];
        new Random(6).nextBytes(content);
        bucket.put("big", Body.of(content));
        server.copyBytesMax(5_000_000);
        server.expireAccountTokens();
        var copy = bucket.copy("big", "copy");
        assertThat(copy.size()).isEqualTo(content.length);
        assertThat(bucket.get("copy").bytes()).isEqualTo(content);
        assertThat(server.log("b2_copy_part")).hasSize(3);
        assertThat(server.log(UPLOAD)).as("no byte was sent again").hasSize(1);
    }

    @Test
    void segmentsThatB2DoesNotTake() {
        assertError(BucketError.BAD_KEY, () -> bucket.put("a/" + "ü".repeat(126), text("x")));
        bucket.put("a/" + "ü".repeat(125), text("x"));
    }

    @Test
    void aWrongKeyIsSaidAtOnceAndNeverShown() {
        try (var wrong = new SteadyBucket(
                open("bucket", new B2Key(key.id(), "marker-secret", Set.of(), null, "")),
                new Retries(waits::add, new Random(1)),
                Limits.NONE,
                new Traffic())) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(BucketException.class, wrong::check)
                            .toString())
                    .doesNotContain("marker-secret");
            assertError(BucketError.CREDENTIALS, () -> wrong.put("a", text("x")));
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void addressesThatAreNone() {
        server.apiAddress("file:///etc/passwd");
        try (var fresh = open("bucket", key)) {
            assertError(BucketError.REFUSED, fresh::check);
        }
        var config = new BucketConfig("b2", "bucket", Map.of("keyId", "x", "applicationKey", "y"));
        assertError(BucketError.REFUSED, () -> Buckets.open(config.withEndpoint("nonsense")));
        assertError(BucketError.NO_BUCKET, () -> Buckets.open(new BucketConfig("b2", "a/b", config.credentials())));
        assertError(
                BucketError.CREDENTIALS, () -> Buckets.open(new BucketConfig("b2", "bucket", Map.of("keyId", "x"))));
    }

    private SteadyBucket steady() {
        return new SteadyBucket(bucket, new Retries(waits::add, new Random(1)), Limits.NONE, new Traffic());
    }

    private Bucket open(String name, B2Key with) {
        return open(name, with, "");
    }

    private Bucket open(String name, B2Key with, String prefix) {
        return Buckets.open(new BucketConfig("b2", name, Map.of("keyId", with.id(), "applicationKey", with.secret()))
                .withEndpoint(server.endpoint().toString())
                .withPrefix(prefix));
    }
}
