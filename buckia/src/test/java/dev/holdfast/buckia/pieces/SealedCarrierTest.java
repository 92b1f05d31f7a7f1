package dev.holdfast.buckia.pieces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.carry.Carried;
import dev.holdfast.buckia.crypt.KeySeal;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Varints;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.tree.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedCarrierTest {
    private static final String PREFIX = ".buckia/pieces/";

    @TempDir
    Path scratch = Path.of("");

    private final KeySeal seal = new KeySeal(new byte[32]);
    private final MemoryBucket bucket = new MemoryBucket(true, true);
    private final Traffic traffic = new Traffic();
    private final SteadyBucket steady =
            new SteadyBucket(bucket, new Retries(wait -> {}, new Random(1)), Limits.NONE, traffic);
    private final SealedCarrier carrier =
            new SealedCarrier(steady, seal, List.of(new Glob("**")), Duration.ofHours(24));
    private final byte[] content = new byte[20 << 20];
    private int files;

    SealedCarrierTest() {
        new Random(7).nextBytes(content);
    }

    @Test
    void whatIsInsertedAtTheFrontSendsLittleAgain() throws IOException {
        var first = send(content, "");
        byte[] longer = new byte[content.length + 9];
        System.arraycopy(content, 0, longer, 9, content.length);
        long before = traffic.sent();
        var second = send(longer, first.reference());
        assertThat(traffic.sent() - before).isLessThan(600_000);
        assertThat(fetched(second)).isEqualTo(longer);
        assertThat(fetched(first)).isEqualTo(content);
    }

    @Test
    void theOwnerSeesObjectsOfFewLengthsWhateverTheFilesAre() throws IOException {
        var lengths = new HashSet<Integer>();
        for (int size : new int[] {20 << 20, 13_000_000, 9_123_456}) {
            int seen = bucket.contents().size();
            send(Arrays.copyOf(content, size), "");
            assertThat(bucket.contents().size() - seen).isLessThanOrEqualTo(size / (4 << 20) + 2);
        }
        bucket.contents().values().stream()
                .map(object -> object.length)
                .filter(length -> length > 4 << 20)
                .forEach(lengths::add);
        assertThat(lengths).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aFileEditedForLongIsntScatteredOverManyObjects() throws IOException {
        var random = new Random(3);
        byte[] file = Arrays.copyOf(content, 5 << 20);
        var last = send(file, "");
        for (int edit = 0; edit < 60; edit++) {
            file[random.nextInt(file.length)]++;
            last = send(file, last.reference());
        }
        assertThat(fetched(last)).isEqualTo(file);
        var list = PieceList.read(seal.open(bytes(PREFIX + last.reference()), PREFIX));
        assertThat(list.packs()).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void listsOfTheFirstVersionStayReadable() throws IOException {
        var contents = new ContentStore(steady);
        byte[] file = Arrays.copyOf(content, 9 << 20);
        var list = new ByteArrayOutputStream();
        list.writeBytes(new byte[] {'B', 'K', 'P', 'L', 1});
        list.writeBytes(HexFormat.of().parseHex(Hashing.sha256(file)));
        Varints.write(list, file.length);
        for (int at = 0; at < file.length; at += 4 << 20) {
            byte[] piece = Arrays.copyOfRange(file, at, Math.min(file.length, at + (4 << 20)));
            list.writeBytes(HexFormat.of().parseHex(Hashing.sha256(piece)));
            var key = contents.put(PREFIX, seal.seal(piece, PREFIX), false);
            list.writeBytes(HexFormat.of().parseHex(key.substring(PREFIX.length())));
        }
        var key = contents.put(PREFIX, seal.seal(list.toByteArray(), PREFIX), false);
        var old = new Carried(Hashing.sha256(file), file.length, key.substring(PREFIX.length()));

        assertThat(fetched(old)).isEqualTo(file);
        assertThat(carrier.missing(Set.of(old.reference()))).isEmpty();
        assertThat(carrier.collect(Set.of(old.reference())).left()).isEmpty();
        file[0]++;
        assertThat(fetched(send(file, old.reference()))).isEqualTo(file);
        assertThat(fetched(send(new byte[0], old.reference()))).isEmpty();
    }

    @Test
    void listsThatContradictThemselvesAreRefused() {
        var chunk = new PieceList.Chunk("00".repeat(32), 0, 0, 5);
        var pack = new PieceList.Stored("00".repeat(32), 4_152);
        assertThat(PieceList.read(new PieceList("00".repeat(32), 5, List.of(pack), List.of(chunk)).bytes())
                        .chunks())
                .containsExactly(chunk);
        for (var wrong : List.of(
                new PieceList("00".repeat(32), 6, List.of(pack), List.of(chunk)),
                new PieceList("00".repeat(32), 5, List.of(), List.of(chunk)))) {
            assertThatThrownBy(() -> PieceList.read(wrong.bytes())).isInstanceOf(DamagedException.class);
        }
        assertThatThrownBy(() -> PieceList.read(new byte[] {'B', 'K', 'P', 'L', 3}))
                .isInstanceOf(DamagedException.class);
    }

    private Carried send(byte[] bytes, String before) throws IOException {
        var file = Files.write(scratch.resolve("file" + files++), bytes);
        return carrier.send("file", file, before);
    }

    private byte[] fetched(Carried carried) throws IOException {
        var target = scratch.resolve("fetched" + files++);
        carrier.fetch("file", carried, target);
        return Files.readAllBytes(target);
    }

    private byte[] bytes(String key) {
        return bucket.get(key).bytes();
    }
}
