package dev.holdfast.buckia.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackTest {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    @Test
    void readsTheVectorOfTheSpecification() {
        byte[] deflated = HexFormat.of().parseHex("6360180523190000");
        var out = new ByteArrayOutputStream();
        out.writeBytes(SPACED.parseHex("42 4b 50 4b 01 02 04 41 42"));
        Varints.write(out, 2L * deflated.length + 1);
        out.writeBytes(deflated);

        var records = Pack.read(out.toByteArray());

        assertThat(records.get(0)).asString().isEqualTo("AB");
        assertThat(records.get(1)).isEqualTo(new byte[512]);
    }

    @Test
    void givesBackWhatWasPutIn() {
        var random = new Random(7);
        try (var pack = new Pack()) {
            byte[] noise = new byte[4_096];
            random.nextBytes(noise);
            pack.add(noise);
            pack.add(new byte[65_536]);
            assertThat(pack.bytes().length).isLessThan(5_000);
            assertThat(Pack.read(pack.bytes())).containsExactly(noise, new byte[65_536]);
        }
    }

    @Test
    void damageIsAlwaysAPlainFailure() {
        var random = new Random(8);
        byte[] whole;
        try (var pack = new Pack()) {
            pack.add(new byte[512]);
            pack.add("a page".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            whole = pack.bytes();
        }
        for (int at = 0; at < 500; at++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            assertThatThrownBy(() -> Pack.read(bytes)).isInstanceOf(DamagedException.class);
        }
        assertThatThrownBy(
                        () -> Varints.read(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}), 0, 9))
                .isInstanceOf(DamagedException.class);
    }
}
