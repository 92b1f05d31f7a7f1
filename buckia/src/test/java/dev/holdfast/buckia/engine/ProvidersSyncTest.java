package dev.holdfast.buckia.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import dev.holdfast.testkit.b2.B2Server;
import dev.holdfast.testkit.bunny.BunnyServer;
import dev.holdfast.testkit.objects.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices and a bucket of a service that has no conditional writes. */
class ProvidersSyncTest {
    @TempDir
    Path scratch;

    private final B2Server b2 = B2Server.start();
    private final BunnyServer bunny = BunnyServer.start();
    private final BucketConfig onB2 = onB2();
    private final BucketConfig onBunny = onBunny();
    private Path one = Path.of("");
    private Path other = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
    }

    @AfterEach
    void stop() {
        b2.close();
        bunny.close();
    }

    @Test
    void twoDevicesOverB2() throws IOException {
        b2.next(new Fault.Lost("b2_upload_file"), new Fault.FlippedAnswer("GET /file/"));
        live(onB2, () -> b2.log("").size());
        assertThat(b2.bucket("bucket").of("home/gone.txt")).isEmpty();
        assertThat(b2.waiting()).isZero();
    }

    @Test
    void twoDevicesOverBunny() throws IOException {
        bunny.next(
                Fault.Refusal.of("PUT", 400, BunnyServer.THROTTLE),
                new Fault.Lost("PUT"),
                new Fault.FlippedAnswer("GET /zone/home/dir/1/%C3%BC"));
        live(onBunny, () -> bunny.log("").size());
        assertThat(bunny.zone("zone").files()).doesNotContainKey("home/gone.txt");
        assertThat(bunny.throttled()).isZero();
        assertThat(bunny.waiting()).isZero();
    }

    @Test
    void aLargeFileGoesOnFromThePartsThatB2Has() throws IOException {
        var content = new byte[34 << 20];
        new Random(1).nextBytes(content);
        Files.write(one.resolve("large"), content);
        b2.next(Fault.Refusal.of(
                "b2_finish_large_file", 400, "{\"status\":400,\"code\":\"bad_request\",\"message\":\"not now\"}"));
        assertThat(sync(onB2, one).success()).isFalse();
        assertThat(b2.log("b2_upload_part")).hasSize(3);

        assertThat(sync(onB2, one).success()).isTrue();
        assertThat(b2.log("b2_upload_part")).as("no part was sent again").hasSize(3);
        assertThat(sync(onB2, other).success()).isTrue();
        assertThat(other.resolve("large")).hasBinaryContent(content);
    }

    @Test
    void aBucketCopiedToAnotherProviderGoesOnWithoutSendingAFile() throws IOException {
        for (int at = 0; at < 20; at++) {
            Files.writeString(one.resolve("file" + at), "content " + at);
        }
        sync(onB2, one);
        sync(onB2, other);
        try (var from = Buckets.open(onB2);
                var to = Buckets.open(onBunny)) {
            copyAll(from, to);
        }
        var puts = bunny.log("PUT").size();
        for (var each : java.util.List.of(one, other)) {
            var result = sync(onBunny, each);
            assertThat(result.failures()).isEmpty();
            assertThat(result.count(Action.Kind.UPLOAD)).isZero();
            assertThat(result.count(Action.Kind.DOWNLOAD)).isZero();
        }
        assertThat(bunny.log("PUT").stream().skip(puts)).allMatch(line -> line.contains("/.buckia/index/"));
        Files.writeString(other.resolve("file3"), "changed after the move");
        sync(onBunny, other);
        sync(onBunny, one);
        assertThat(one.resolve("file3")).hasContent("changed after the move");
    }

    /** What two devices do in a life. */
    private void live(BucketConfig config, IntSupplier requests) throws IOException {
        for (int at = 0; at < 30; at++) {
            Files.createDirectories(one.resolve("dir/" + at % 4));
            Files.writeString(one.resolve("dir/%d/ünïcode %d 日本.txt".formatted(at % 4, at)), "content " + at);
        }
        Files.writeString(one.resolve("gone.txt"), "to be deleted");
        Files.writeString(one.resolve("both.txt"), "base");
        assertThat(sync(config, one).failures()).isEmpty();
        assertThat(sync(config, other).failures()).isEmpty();
        assertThat(other.resolve("dir/3/ünïcode 7 日本.txt")).hasContent("content 7");

        Files.delete(one.resolve("gone.txt"));
        Files.writeString(one.resolve("dir/0/new.txt"), "new");
        Files.writeString(one.resolve("both.txt"), "by one");
        Files.writeString(other.resolve("both.txt"), "by the other");
        for (var each : java.util.List.of(one, other, one, other)) {
            assertThat(sync(config, each).failures()).isEmpty();
        }
        assertThat(other.resolve("gone.txt")).doesNotExist();
        assertThat(other.resolve("dir/0/new.txt")).hasContent("new");
        for (var each : java.util.List.of(one, other)) {
            try (var files = Files.list(each)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("both")))
                        .as("the winner and the loser")
                        .hasSize(2);
            }
        }

        int before = requests.getAsInt();
        var nothing = sync(config, one, SyncOptions.DEFAULT.withScan(SyncOptions.Scan.NEVER));
        assertThat(nothing.done()).isEmpty();
        assertThat(requests.getAsInt() - before).isLessThanOrEqualTo(5);
    }

    private static void copyAll(Bucket from, Bucket to) {
        String cursor = null;
        do {
            var page = from.list("", cursor, 7);
            page.objects()
                    .forEach(each ->
                            to.put(each.key(), Body.of(from.get(each.key()).bytes())));
            cursor = page.next();
        } while (cursor != null);
    }

    private static SyncResult sync(BucketConfig config, Path folder) throws IOException {
        return sync(config, folder, SyncOptions.DEFAULT.withScan(SyncOptions.Scan.ALWAYS));
    }

    private static SyncResult sync(BucketConfig config, Path folder, SyncOptions options) throws IOException {
        try (var client = new BuckiaClient(config)) {
            return client.sync(folder, options, SyncListener.NONE);
        }
    }

    private BucketConfig onB2() {
        b2.bucket("bucket");
        var key = b2.key(dev.holdfast.testkit.b2.B2Key.ALL, "bucket", "home/");
        return new BucketConfig("b2", "bucket", Map.of("keyId", key.id(), "applicationKey", key.secret()))
                .withEndpoint(b2.endpoint().toString())
                .withPrefix("home/");
    }

    private BucketConfig onBunny() {
        return new BucketConfig(
                        "bunny", "zone", Map.of("accessKey", bunny.zone("zone").password()))
                .withEndpoint(bunny.endpoint().toString())
                .withPrefix("home/");
    }
}
