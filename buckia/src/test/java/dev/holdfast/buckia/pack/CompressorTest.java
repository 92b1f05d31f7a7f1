package dev.holdfast.buckia.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressorTest {
    private final Random random = new Random(11);

    @Test
    void ofAPageOfNoiseOnlyTheZerosAreSpared() {
        byte[] page = noise(4_096);
        Arrays.fill(page, 20, 1_020, (byte) 0);
        assertThat(compressed(page)).isBetween(3_096, 3_130);
        assertThat(compressed(noise(4_096))).isEqualTo(4_096 + 2);
        Arrays.fill(page, 0, 1_020, (byte) 0);
        assertThat(compressed(page)).isBetween(3_076, 3_110);
        page = noise(65_536);
        Arrays.fill(page, 60_000, 65_536, (byte) 0);
        assertThat(compressed(page)).isBetween(60_000, 60_100);
    }

    @Test
    void textAndZerosAreDeflated() {
        byte[] text = "a chair, a table, a lamp; ".repeat(150).getBytes(StandardCharsets.US_ASCII);
        assertThat(compressed(text)).isLessThan(text.length / 10);
        assertThat(compressed(new byte[65_536])).isLessThan(400);
        assertThat(compressed(new byte[0])).isEqualTo(1);
    }

    @Test
    void anyMixtureComesBack() {
        for (int run = 0; run < 2_000; run++) {
            byte[] page = noise(1 + random.nextInt(5_000));
            for (int stretch = random.nextInt(4); stretch > 0; stretch--) {
                int from = random.nextInt(page.length);
                Arrays.fill(page, from, from + random.nextInt(page.length - from + 1), (byte) random.nextInt(2));
            }
            assertThat(compressed(page)).isLessThanOrEqualTo(page.length + 20);
        }
    }

    /** How long it is in a pack, from which it comes back. */
    private static int compressed(byte[] record) {
        try (var pack = new Pack();
                var compressor = new Compressor()) {
            byte[] bytes = compressor.compress(record);
            pack.addCompressed(bytes);
            pack.add(record);
            assertThat(Pack.read(pack.bytes())).containsExactly(record, record);
            pack.clear();
            pack.addCompressed(bytes);
            assertThat(Pack.read(pack.bytes())).containsExactly(record);
            return bytes.length;
        }
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
