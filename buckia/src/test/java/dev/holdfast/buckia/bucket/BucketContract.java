package dev.holdfast.buckia.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Bucket} promises, for every provider. A known gap of one is a visible override in its subclass. */
public abstract class BucketContract {
    @TempDir
    protected Path scratch;

    protected Bucket bucket;

    /** A bucket that is empty. */
    protected abstract Bucket open() throws Exception;

    /** The same service, with a bucket that isn't there. */
    protected abstract Bucket openMissing() throws Exception;

    /** The same bucket with a key that isn't accepted; null if the provider has none. */
    protected abstract @Nullable Bucket openWithWrongKey() throws Exception;

    /** What a bucket that isn't there is called by this provider. */
    protected BucketError missing() {
        return BucketError.NO_BUCKET;
    }

    /** Leaves nothing behind; for buckets that outlive the test. */
    protected void clear(Bucket used) {
        assertThat(used).isNotNull();
    }

    @BeforeEach
    void openBucket() throws Exception {
        bucket = open();
    }

    @AfterEach
    void closeBucket() {
        clear(bucket);
        bucket.close();
    }

    @Test
    void whatWasPutIsThere() {
        ObjectInfo put = bucket.put("folder/a.txt", text("hello"));

        assertThat(put.key()).isEqualTo("folder/a.txt");
        assertThat(put.size()).isEqualTo(5);
        try (Download download = bucket.get("folder/a.txt")) {
            assertThat(download.info().size()).isEqualTo(5);
            assertThat(download.info().tag()).isEqualTo(put.tag());
            assertThat(new String(download.bytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        ObjectInfo head = bucket.head("folder/a.txt").orElseThrow();
        assertThat(head.tag()).isEqualTo(put.tag());
        assertThat(bucket.list("", null, 1000).objects())
                .extracting(ObjectInfo::key, ObjectInfo::size, ObjectInfo::tag)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("folder/a.txt", 5L, put.tag()));
    }

    @Test
    void tagChangesWithTheBytes() {
        String first = bucket.put("a", text("one")).tag();
        String second = bucket.put("a", text("two")).tag();

        assertThat(second).isNotEqualTo(first);
        assertThat(read("a")).isEqualTo("two");
    }

    @Test
    void checksumIsTheContents() {
        Body body = text("what is summed");
        ObjectInfo put = bucket.put("a", body);

        if (!bucket.traits().digest().isEmpty()) {
            assertThat(put.checksum()).isEqualTo(body.digest(bucket.traits().digest()));
            assertThat(bucket.list("", null, 10).objects().getFirst().checksum())
                    .isEqualTo(put.checksum());
        }
    }

    @Test
    void emptyAndLargeObjects() throws Exception {
        bucket.put("empty", Body.of(new byte[0]));
        byte[] large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        Path file = Files.write(scratch.resolve("large"), large);
        bucket.put("large", Body.of(file, 0, large.length));

        assertThat(bucket.get("empty").bytes()).isEmpty();
        assertThat(bucket.get("large").bytes()).isEqualTo(large);
        assertThat(bucket.get("large", 2_000_000, 10).bytes()).isEqualTo(slice(large, 2_000_000, 10));
        assertThat(bucket.get("large", 2_999_999, -1).bytes()).isEqualTo(slice(large, 2_999_999, 2));
        assertError(BucketError.RANGE, () -> bucket.get("large", 3_000_001, 1).bytes());
    }

    @Test
    void whatIsNotThere() {
        assertThat(bucket.head("none")).isEmpty();
        assertError(BucketError.NOT_FOUND, () -> bucket.get("none").bytes());
        assertError(BucketError.NOT_FOUND, () -> bucket.copy("none", "other"));
        bucket.delete("none");
        assertThat(bucket.list("none/", null, 10).objects()).isEmpty();
    }

    @Test
    void deletedIsGone() {
        bucket.put("d/a", text("1"));
        bucket.put("d/a", text("2"));
        bucket.delete("d/a");

        assertThat(bucket.head("d/a")).isEmpty();
        assertThat(bucket.list("", null, 10).objects()).isEmpty();
        bucket.delete("d/a");
        bucket.put("d/a", text("3"));
        assertThat(read("d/a")).isEqualTo("3");
    }

    @Test
    void copies() {
        bucket.put("from/a", text("copied"));
        ObjectInfo copy = bucket.copy("from/a", "to/b");

        assertThat(copy.key()).isEqualTo("to/b");
        assertThat(read("to/b")).isEqualTo("copied");
        assertThat(read("from/a")).isEqualTo("copied");
    }

    @Test
    void listsAllInPages() {
        List<String> keys = new ArrayList<>();
        for (int at = 0; at < 25; at++) {
            keys.add(at % 3 == 0 ? "deep/%d/x".formatted(at) : "k%02d".formatted(at));
        }
        keys.forEach(key -> bucket.put(key, text(key)));

        assertThat(listAll("", 7)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(listAll("deep/", 2)).hasSize(9).allMatch(key -> key.startsWith("deep/"));
        if (bucket.traits().sorted()) {
            assertThat(listAll("", 7)).isSorted();
        }
    }

    @Test
    void namesArriveAsTheyAre() {
        List<String> keys = List.of(
                "with space",
                "plus+and%25percent",
                "ünïcode/日本.txt",
                "e\u0301 nfd",
                "\u00e9 nfc",
                "🙂.jpg",
                "a&b=c?d#e",
                "UPPER",
                "upper",
                "dots...",
                "'quotes\"",
                "semi;colon:at@$,!*()[]{}~^`|<>");
        keys.forEach(key -> bucket.put(key, text(key)));

        assertThat(listAll("", 100)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(keys).allSatisfy(key -> assertThat(read(key)).isEqualTo(key));
    }

    @Test
    void keysThatNobodyCanHave() {
        for (String key : List.of(
                "", "/a", "a/", "a//b", "../a", "a/../b", "a/.", "a\u0000b", "a\\b", "\ud800", "x".repeat(1025))) {
            assertError(BucketError.BAD_KEY, () -> bucket.put(key, text("x")));
            assertError(BucketError.BAD_KEY, () -> bucket.get(key));
            assertError(BucketError.BAD_KEY, () -> bucket.delete(key));
        }
        assertThat(listAll("", 100)).isEmpty();
    }

    @Test
    void putOnlyIfAbsent() throws Exception {
        if (!bucket.traits().putIfAbsent()) {
            assertError(BucketError.UNSUPPORTED, () -> bucket.put("a", text("x"), Condition.absent()));
            return;
        }
        bucket.put("a", text("first"), Condition.absent());
        assertError(BucketError.CONDITION_FAILED, () -> bucket.put("a", text("second"), Condition.absent()));
        assertThat(read("a")).isEqualTo("first");

        assertThat(winners("raced", 8)).isEqualTo(1);
    }

    @Test
    void putOnlyIfItMatches() {
        if (!bucket.traits().putIfMatches()) {
            assertError(BucketError.UNSUPPORTED, () -> bucket.put("a", text("x"), Condition.matches("t")));
            return;
        }
        String tag = bucket.put("a", text("first")).tag();
        bucket.put("a", text("second"), Condition.matches(tag));
        assertError(BucketError.CONDITION_FAILED, () -> bucket.put("a", text("third"), Condition.matches(tag)));
        assertThat(read("a")).isEqualTo("second");
    }

    @Test
    void readersSeeWholeObjects() throws Exception {
        bucket.put("a", Body.of(filled('0')));
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            char letter = (char) ('a' + writer);
            work.add(() -> {
                for (int at = 0; at < 10; at++) {
                    bucket.put("a", Body.of(filled(letter)));
                }
                return true;
            });
        }
        work.add(() -> {
            for (int at = 0; at < 20; at++) {
                byte[] read = bucket.get("a").bytes();
                assertThat(read).isEqualTo(filled((char) read[0]));
            }
            return true;
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(work)) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    @Test
    void uploadsInParts() throws Exception {
        if (bucket.multipart().isEmpty()) {
            assertThat(bucket.traits().partsMax()).isZero();
            return;
        }
        Bucket.Multipart multipart = bucket.multipart().orElseThrow();
        int size = Math.toIntExact(bucket.traits().partBytesMin());
        byte[] content = new byte[2 * size + 11];
        new Random(3).nextBytes(content);

        String upload = multipart.start("big");
        Bucket.Part second = multipart.send("big", upload, 2, Body.of(content, size, size));
        multipart.send("big", upload, 1, Body.of(new byte[size]));
        Bucket.Part first = multipart.send("big", upload, 1, Body.of(content, 0, size));
        assertThat(bucket.head("big")).isEmpty();
        assertThat(multipart.unfinished("")).contains(new Bucket.Unfinished("big", upload));
        assertThat(multipart.parts("big", upload))
                .extracting(Bucket.Part::number, Bucket.Part::size)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, (long) size),
                        org.assertj.core.groups.Tuple.tuple(2, (long) size));
        Bucket.Part third = multipart.send("big", upload, 3, Body.of(content, 2 * size, 11));
        ObjectInfo finished = multipart.finish("big", upload, List.of(first, second, third));

        assertThat(finished.size()).isEqualTo(content.length);
        assertThat(multipart
                        .finished("big", upload, List.of(first, second, third))
                        .map(ObjectInfo::tag))
                .as("what made it can be told")
                .contains(finished.tag());
        assertThat(bucket.get("big").bytes()).isEqualTo(content);
        assertThat(bucket.head("big").orElseThrow().tag()).isEqualTo(finished.tag());
        assertThat(multipart.parts("big", upload)).isEmpty();
    }

    @Test
    void abortedUploadsLeaveNothing() {
        if (bucket.multipart().isEmpty()) {
            return;
        }
        Bucket.Multipart multipart = bucket.multipart().orElseThrow();
        String upload = multipart.start("big");
        multipart.send("big", upload, 1, text("x"));
        multipart.abort("big", upload);
        multipart.abort("big", upload);

        assertThat(multipart.unfinished("")).isEmpty();
        assertThat(bucket.head("big")).isEmpty();
        assertThat(multipart.parts("big", upload)).isEmpty();
    }

    @Test
    void partsDontReplaceWhatTheyArentMeantTo() {
        if (bucket.multipart().isEmpty()) {
            return;
        }
        Bucket.Multipart multipart = bucket.multipart().orElseThrow();
        bucket.put("big", text("somebody else's"));
        String upload = multipart.start("big");
        var parts = List.of(multipart.send("big", upload, 1, text("x")));
        assertThat(multipart.finished("big", upload, parts)).isEmpty();
        if (bucket.traits().putIfAbsent()) {
            assertError(BucketError.CONDITION_FAILED, () -> multipart.finish("big", upload, parts, Condition.absent()));
        } else {
            assertError(BucketError.UNSUPPORTED, () -> multipart.finish("big", upload, parts, Condition.absent()));
        }
        assertThat(bucket.get("big").bytes()).isEqualTo("somebody else's".getBytes(StandardCharsets.UTF_8));
        multipart.abort("big", upload);
    }

    @Test
    void missingBucketAndWrongKeyAreSaid() throws Exception {
        try (Bucket missing = openMissing()) {
            assertError(missing(), missing::check);
            assertError(missing(), () -> missing.put("a", text("x")));
        }
        Bucket wrong = openWithWrongKey();
        if (wrong != null) {
            try (wrong) {
                assertError(BucketError.CREDENTIALS, wrong::check);
                assertError(BucketError.CREDENTIALS, () -> wrong.put("a", text("x")));
            }
        }
    }

    protected final void assertError(BucketError error, Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        BucketException.class,
                        e -> assertThat(e.error()).as(e.toString()).isEqualTo(error));
    }

    protected final void assertError(BucketError error, Runnable call) {
        assertError(error, () -> {
            call.run();
            return true;
        });
    }

    protected final String read(String key) {
        return new String(bucket.get(key).bytes(), StandardCharsets.UTF_8);
    }

    protected static Body text(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> listAll(String prefix, int limit) {
        List<String> keys = new ArrayList<>();
        String cursor = null;
        do {
            ObjectPage page = bucket.list(prefix, cursor, limit);
            page.objects().forEach(each -> keys.add(each.key()));
            cursor = page.next();
        } while (cursor != null);
        return keys;
    }

    private int winners(String key, int writers) throws Exception {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int at = 0; at < writers; at++) {
            Body body = text(HexFormat.of().toHexDigits(at));
            work.add(() -> {
                try {
                    bucket.put(key, body, Condition.absent());
                    return true;
                } catch (BucketException e) {
                    assertThat(e.error()).isEqualTo(BucketError.CONDITION_FAILED);
                    return false;
                }
            });
        }
        int won = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(work)) {
                won += each.get() ? 1 : 0;
            }
        }
        return won;
    }

    private static byte[] filled(char letter) {
        byte[] bytes = new byte[100_000];
        java.util.Arrays.fill(bytes, (byte) letter);
        return bytes;
    }

    private static byte[] slice(byte[] from, int offset, int length) {
        return java.util.Arrays.copyOfRange(from, offset, offset + length);
    }
}
