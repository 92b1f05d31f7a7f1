package dev.holdfast.buckia.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexCodecTest {
    private static final DeviceIndex INDEX = new DeviceIndex(
            "abcdefghij",
            7,
            List.of(
                    new Entry(
                            "a/b.txt",
                            false,
                            5,
                            1_700_000_000_123L,
                            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                            VersionVector.parse("abcdefghij:3,zzzzzzzzzz:1"),
                            Entry.Carriage.plain("5d41402abc4b2a76b9719d911017c592")),
                    Entry.gone("a/c.txt", VersionVector.parse("abcdefghij:2")),
                    new Entry(
                            "日本.sqlite",
                            false,
                            1L << 40,
                            -1,
                            "ff".repeat(32),
                            VersionVector.parse("abcdefghij:1"),
                            new Entry.Carriage("", "pages", "some-reference"))));

    @Test
    void readsWhatItWrote() {
        assertThat(IndexCodec.decode(IndexCodec.encode(INDEX))).isEqualTo(INDEX);
        var empty = new DeviceIndex("abcdefghij", 1, List.of());
        assertThat(IndexCodec.decode(IndexCodec.encode(empty))).isEqualTo(empty);
    }

    @Test
    void theFormatsExampleIsRead() throws Exception {
        // The unpacked bytes of the example in docs/formats/bucket-layout.md.
        var unpacked = HexFormat.of()
                .parseHex("0a6162636465666768696a" + "07" + "01" + "00" + "01" + "61" + "01" + "00" + "00"
                        + "00".repeat(32) + "01" + "0a6162636465666768696a" + "02" + "00");
        var packed = new java.io.ByteArrayOutputStream();
        packed.writeBytes(new byte[] {'B', 'K', 'I', 'X', 1});
        try (var out = new java.util.zip.DeflaterOutputStream(packed)) {
            out.write(unpacked);
        }
        assertThat(IndexCodec.decode(packed.toByteArray()))
                .isEqualTo(new DeviceIndex(
                        "abcdefghij", 7, List.of(Entry.gone("a", VersionVector.parse("abcdefghij:2")))));
    }

    @Test
    void damageIsAnErrorAndNothingElse() {
        byte[] good = IndexCodec.encode(INDEX);
        var random = new Random(5);
        for (int run = 0; run < 3_000; run++) {
            byte[] bad = good.clone();
            if (random.nextBoolean()) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            } else {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] damaged = bad;
            try {
                assertThat(IndexCodec.decode(damaged).device()).isNotNull();
            } catch (BadIndexException e) {
                assertThat(e).hasMessageContaining("index");
            }
        }
    }

    @Test
    void entriesOutOfOrderOrOutsideAreRefused() {
        var unordered = new ArrayList<>(INDEX.entries());
        java.util.Collections.swap(unordered, 0, 1);
        assertThatThrownBy(() -> IndexCodec.decode(IndexCodec.encode(new DeviceIndex("d", 1, unordered))))
                .isInstanceOf(BadIndexException.class);
        var outside = List.of(Entry.gone("../a", VersionVector.NONE));
        assertThatThrownBy(() -> IndexCodec.decode(IndexCodec.encode(new DeviceIndex("d", 1, outside))))
                .isInstanceOf(BadIndexException.class);
    }
}
