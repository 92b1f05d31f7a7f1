package dev.holdfast.buckia.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.Vectors;
import dev.holdfast.buckia.tree.Hashing;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The packs of {@code docs/formats/vectors/sqlite-delta.txt}, made by another program than this one. */
class PackVectorsTest {
    private final Vectors vectors = Vectors.of("sqlite-delta");

    @Test
    void areReadAndWritten() {
        byte[][] records = vectors.all("pack.record.").values().stream()
                .map(HexFormat.of()::parseHex)
                .toArray(byte[][]::new);
        byte[] object = vectors.bytes("pack.object");
        assertThat(Hashing.sha256(object)).isEqualTo(vectors.text("pack.name"));
        assertThat(Pack.read(object)).containsExactly(records);
        try (var pack = new Pack()) {
            pack.add(records[0]);
            assertThat(pack.bytes()).isEqualTo(vectors.bytes("pack.plain"));
            pack.add(records[1]);
            pack.rename();
            assertThat(Pack.read(pack.bytes())).containsExactly(records);
        }
    }

    @Test
    void whatIsDamagedIsRefused() {
        vectors.all("bad.pack.")
                .forEach((why, object) -> assertThatThrownBy(
                                () -> Pack.read(HexFormat.of().parseHex(object)))
                        .as(why)
                        .isInstanceOf(DamagedException.class));
    }
}
