package dev.holdfast.buckia.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices whose clocks are years off must not empty the trash, neither theirs nor the bucket's. */
class TrashClockTest {
    private static final Duration YEARS = Duration.ofDays(3_650);

    @TempDir
    Path scratch = Path.of("");

    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final MemoryBucket bucket = new MemoryBucket(true, true, () -> now);
    private Path one = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        Files.writeString(one.resolve("stays"), "stays");
        Files.writeString(one.resolve("goes"), "goes");
        sync(Duration.ZERO);
    }

    @Test
    void aClockThatIsAheadEmptiesNothing() throws IOException {
        Files.delete(one.resolve("goes"));
        sync(Duration.ZERO);
        Files.createDirectories(one.resolve(".buckia/trash/2026-11-20"));
        Files.writeString(one.resolve(".buckia/trash/2026-11-20/here"), "here");
        sync(YEARS);
        assertThat(engine(YEARS).collect(one, 30).deleted()).isZero();
        assertThat(trash()).hasSize(1);
        assertThat(one.resolve(".buckia/trash/2026-11-20/here")).exists();

        now = now.plus(Duration.ofDays(32));
        assertThat(engine(YEARS).collect(one, 30).deleted()).isEqualTo(1);
        sync(YEARS);
        assertThat(trash()).isEmpty();
        assertThat(one.resolve(".buckia/trash/2026-11-20")).doesNotExist();
    }

    @Test
    void whatADeviceWithAnOldClockPutThereStaysAsLongAsTheRest() throws IOException {
        Files.delete(one.resolve("goes"));
        sync(YEARS.negated());
        assertThat(engine(Duration.ZERO).collect(one, 30).deleted()).isZero();
        assertThat(trash()).hasSize(1);
        now = now.plus(Duration.ofDays(32));
        assertThat(engine(Duration.ZERO).collect(one, 30).deleted()).isEqualTo(1);
    }

    @Test
    void whatADeviceAheadPutThereGoesInTheEnd() throws IOException {
        Files.delete(one.resolve("goes"));
        sync(YEARS);
        now = now.plus(Duration.ofDays(32));
        assertThat(engine(Duration.ZERO).collect(one, 30).deleted()).isEqualTo(1);
    }

    private List<String> trash() {
        return bucket.contents().keySet().stream()
                .filter(key -> key.startsWith(".buckia/trash/"))
                .toList();
    }

    private void sync(Duration off) throws IOException {
        assertThat(engine(off)
                        .sync(one, SyncOptions.DEFAULT.withDeleteShareMax(1), SyncListener.NONE)
                        .failures())
                .isEmpty();
    }

    private Engine engine(Duration off) {
        var random = new Random(1);
        var steady = new SteadyBucket(bucket, new Retries(wait -> {}, random), Limits.NONE, new Traffic());
        return new Engine(new Parts(steady, List.of(), Seal.NONE, () -> now.plus(off), new Random()));
    }
}
