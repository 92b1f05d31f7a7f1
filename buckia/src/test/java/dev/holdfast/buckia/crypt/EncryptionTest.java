package dev.holdfast.buckia.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.pieces.SealedCarrier;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
    private static final byte[] MASTER = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTENT = "a marker in the clear".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path scratch = Path.of("");

    @Test
    void lengthsArePadded() {
        assertThat(KeySeal.padded(1)).isEqualTo(4_096);
        assertThat(KeySeal.padded(4_097)).isEqualTo(4_352);
        assertThat(KeySeal.padded(1_000_000)).isEqualTo(1_015_808);
        for (long length = 4_097; length < 1L << 40; length = length * 9 / 8) {
            assertThat(KeySeal.padded(length)).isBetween(length, length * 112 / 100);
        }
    }

    @Test
    void theLengthOfWhatIsSealedIsKnownBefore() {
        var seal = new KeySeal(MASTER);
        for (int length : new int[] {0, 1, 4_088, 4_089, 65_472, 65_473, 65_480, 65_481, 131_000, 1 << 20, 4 << 20}) {
            assertThat(seal.seal(new byte[length], "x").length).isEqualTo((int) seal.sealedLength(length));
        }
    }

    @Test
    void opensOnlyWholeAndWhereItWasSealed() {
        var seal = new KeySeal(MASTER);
        byte[] sealed = seal.seal(CONTENT, "here");
        assertThat(seal.open(sealed, "here")).isEqualTo(CONTENT);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
        assertThat(seal.seal(new byte[3_000], "here")).hasSameSizeAs(sealed);
        assertThatThrownBy(() -> seal.open(sealed, "there")).isInstanceOf(WrongKeyException.class);
        assertThatThrownBy(() -> new KeySeal(new byte[32]).open(sealed, "here")).isInstanceOf(WrongKeyException.class);
        var random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = sealed.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> seal.open(damaged, "here")).isInstanceOf(WrongKeyException.class);
        }
        assertThatThrownBy(() -> seal.open(new byte[10], "here")).isInstanceOf(WrongKeyException.class);
    }

    @Test
    void aSecretOpensItsOwnWrappingOnly() {
        var right = new Keys.Secret.Passphrase("caf\u00e9");
        byte[] wrapped = Keys.wrap(MASTER, right, new byte[16]);
        assertThat(Keys.unwrap(wrapped, new Keys.Secret.Passphrase("cafe\u0301")))
                .contains(MASTER);
        assertThat(Keys.unwrap(wrapped, new Keys.Secret.Passphrase("cafe"))).isEmpty();
        var file = new Keys.Secret.KeyFile(new byte[32]);
        assertThat(Keys.unwrap(wrapped, file)).isEmpty();
        assertThat(Keys.unwrap(Keys.wrap(MASTER, file, new byte[16]), file)).contains(MASTER);
        wrapped[8] ^= 1;
        assertThat(Keys.unwrap(wrapped, right)).isEmpty();
    }

    @Test
    void keysMadeAtTheSameMomentBothOpen() {
        var secret = new Keys.Secret.KeyFile(MASTER);
        var one = new MemoryBucket(true, true);
        var other = new MemoryBucket(true, true);
        var first = keys(one).open(secret);
        var second = keys(other).open(secret);
        other.contents().forEach(one::smuggle);
        one.contents().forEach(other::smuggle);

        var both = keys(one).open(secret);
        assertThat(both.open(first.seal(CONTENT, "x"), "x")).isEqualTo(CONTENT);
        assertThat(both.open(second.seal(CONTENT, "x"), "x")).isEqualTo(CONTENT);
        var again = keys(other).open(secret);
        assertThat(again.hide("name")).isEqualTo(both.hide("name"));
        assertThat(again.open(both.seal(CONTENT, "x"), "x")).isEqualTo(CONTENT);
        var damaged = both.seal(CONTENT, "x");
        assertThatThrownBy(() -> both.open(damaged, "y")).isInstanceOf(WrongKeyException.class);
    }

    private static Keys keys(MemoryBucket bucket) {
        var random = new SecureRandom();
        var steady = new SteadyBucket(bucket, new Retries(wait -> {}, random), Limits.NONE, new Traffic());
        return new Keys(steady, random);
    }

    @Test
    void theBucketShowsNothingAndTheOtherDeviceReadsAll() throws Exception {
        Path one = Files.createDirectory(scratch.resolve("one"));
        Path other = Files.createDirectory(scratch.resolve("other"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.createDirectory(one.resolve("private"));
        Files.write(one.resolve("private/marker-name.txt"), CONTENT);
        byte[] large = new byte[9 << 20];
        new Random(1).nextBytes(large);
        Files.write(one.resolve("private/large"), large);

        assertThat(sync(bucket, one, "right passphrase").failures()).isEmpty();
        try (var objects = Files.walk(bucket)) {
            for (var each : objects.filter(Files::isRegularFile).toList()) {
                assertThat(each.toString()).doesNotContain("marker");
                assertThat(Files.readString(each, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
            }
        }
        assertThatThrownBy(() -> sync(bucket, other, "wrong passphrase"))
                .isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("encrypted with another one");
        assertThat(sync(bucket, other, "right passphrase").failures()).isEmpty();
        assertThat(other.resolve("private/marker-name.txt")).hasBinaryContent(CONTENT);
        assertThat(other.resolve("private/large")).hasBinaryContent(large);

        large[0]++;
        Files.write(one.resolve("private/large"), large);
        assertThat(sync(bucket, one, "right passphrase").bytesSent()).isLessThan(5 << 20);
        assertThat(sync(bucket, other, "right passphrase").failures()).isEmpty();
        assertThat(other.resolve("private/large")).hasBinaryContent(large);
    }

    @Test
    void swappedPiecesAreNoticed() throws Exception {
        Path one = Files.createDirectory(scratch.resolve("one"));
        Path other = Files.createDirectory(scratch.resolve("other"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.createDirectory(one.resolve("private"));
        Files.write(one.resolve("private/a"), CONTENT);
        Files.write(one.resolve("private/b"), new byte[20]);
        assertThat(sync(bucket, one, "right passphrase").failures()).isEmpty();
        try (var pieces = Files.list(bucket.resolve(".buckia/pieces"))) {
            var all = pieces.sorted().toList();
            for (var each : all) {
                if (!each.equals(all.getFirst())) {
                    Files.copy(all.getFirst(), each, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        assertThat(sync(bucket, other, "right passphrase").failures())
                .anySatisfy(failure -> assertThat(failure.message()).contains("changed or swapped"));
        assertThat(other.resolve("private/a")).doesNotExist();
    }

    @Test
    void aDamagedListOfPiecesDoesntStopTheNextEdit() throws Exception {
        Path one = Files.createDirectory(scratch.resolve("one"));
        Path other = Files.createDirectory(scratch.resolve("other"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.createDirectory(one.resolve("private"));
        for (boolean gone : new boolean[] {false, true}) {
            Files.write(one.resolve("private/a"), CONTENT);
            assertThat(sync(bucket, one, "right passphrase").failures()).isEmpty();
            try (var pieces = Files.list(bucket.resolve(".buckia/pieces"))) {
                for (var each : pieces.toList()) {
                    if (gone) {
                        Files.delete(each);
                    } else {
                        Files.write(each, new byte[5_000]);
                    }
                }
            }
            var edit = ("edited " + gone).getBytes(StandardCharsets.UTF_8);
            Files.write(one.resolve("private/a"), edit);
            assertThat(sync(bucket, one, "right passphrase").failures()).isEmpty();
            assertThat(sync(bucket, other, "right passphrase").failures()).isEmpty();
            assertThat(other.resolve("private/a")).hasBinaryContent(edit);
        }
    }

    private static SyncResult sync(Path bucket, Path folder, String passphrase) throws IOException {
        var random = new SecureRandom();
        var local = Buckets.open(new BucketConfig("local", bucket.toString(), Map.of()));
        var steady = new SteadyBucket(local, new Retries(wait -> {}, random), Limits.NONE, new Traffic());
        var seal = new Keys(steady, random)
                .open(new Keys.Secret.KeyFile(passphrase.repeat(2).getBytes(StandardCharsets.UTF_8)));
        var carrier = new SealedCarrier(steady, seal, List.of(new Glob("private/**")), Duration.ofHours(24));
        try (var client = new BuckiaClient(steady, Limits.NONE, List.of(carrier), seal)) {
            return client.sync(folder, SyncOptions.DEFAULT, SyncListener.NONE);
        }
    }
}
