package dev.holdfast.buckia.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.tree.Hashing;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A file of more than 1 GiB, nearly all of it holes: SQLite's lock page, and pages behind it. */
class LargeFileTest {
    private static final int PAGE = 65_536;
    private static final long LOCK_BYTE = 1L << 30;

    @TempDir
    private Path scratch;

    @Test
    void theLockPageIsTheOneThatHoldsByte1GiB() {
        for (int size = 512; size <= PAGE; size *= 2) {
            int page = (int) (LOCK_BYTE / size);
            assertThat(Shot.isLockPage(page, size)).isTrue();
            assertThat(Shot.isLockPage(page - 1, size) || Shot.isLockPage(page + 1, size))
                    .isFalse();
        }
    }

    /** Sums some GiB, which takes half a minute where the compiler is kept small. */
    @Test
    @EnabledIfSystemProperty(named = "buckia.large", matches = "true", disabledReason = "-Dbuckia.large=true runs it")
    void theLockPageIsZerosAndWhatLiesBehindItComesBack() throws Exception {
        Path file = scratch.resolve("large");
        write(file, 0, "SQLite format 3\0\0\1");
        write(file, LOCK_BYTE - 6, "beforelocked, and nobody's business");
        write(file, LOCK_BYTE + PAGE, "behind");
        write(file, LOCK_BYTE + 2 * PAGE - 1, "\0");
        assertThat(Files.size(file)).isEqualTo(LOCK_BYTE + 2 * PAGE);

        var traffic = new Traffic();
        var bucket = new SteadyBucket(
                new MemoryBucket(true, true), new Retries(wait -> {}, new Random(1)), Limits.NONE, traffic);
        var contents = new ContentStore(bucket);
        Shot shot = Shot.of(file);
        var sending = new Sending(contents, Seal.NONE, Laid.NONE, shot, Set.of());
        sending.sendPages();
        assertThat(traffic.sent()).isLessThan(PAGE);

        Path back = scratch.resolve("back");
        assertThat(new Receiving(contents, Seal.NONE, sending.laid("")).write(back))
                .isEqualTo(shot.sha256());
        write(file, LOCK_BYTE, "\0".repeat(40));
        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        assertThat(Hashing.sha256(file)).isEqualTo(shot.sha256());
    }

    private static void write(Path file, long offset, String text) throws Exception {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(offset);
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
