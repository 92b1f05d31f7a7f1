package dev.holdfast.buckia.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.Vectors;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/formats/vectors/bucket-layout.txt}, made by another program than this one. */
class IndexVectorsTest {
    private static final String HEAD = "BKIX\1";

    private final Vectors vectors = Vectors.of("bucket-layout");
    private final DeviceIndex index = new DeviceIndex(
            vectors.text("device"),
            Long.parseLong(vectors.text("generation")),
            vectors.all("entry.").values().stream().map(IndexVectorsTest::entry).toList());

    @Test
    void isWrittenWithExactlyThisContent() throws IOException {
        byte[] object = IndexCodec.encode(index);
        assertThat(object).startsWith(HEAD.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(Vectors.inflated(object, HEAD.length())).isEqualTo(vectors.bytes("content"));
        var empty = IndexCodec.encode(new DeviceIndex(index.device(), 1, List.of()));
        assertThat(Vectors.inflated(empty, HEAD.length())).isEqualTo(vectors.bytes("empty.content"));
    }

    @Test
    void isReadAsTheseEntries() throws IOException {
        assertThat(index.entries()).hasSize(7);
        assertThat(IndexCodec.decode(vectors.bytes("object"))).isEqualTo(index);
        assertThat(IndexCodec.decode(Vectors.deflated(HEAD, vectors.bytes("content"))))
                .isEqualTo(index);
        assertThat(IndexCodec.decode(vectors.bytes("empty.object")).entries()).isEmpty();
    }

    @Test
    void whatIsDamagedIsRefused() {
        vectors.all("bad.")
                .forEach((why, content) -> assertThatThrownBy(() -> IndexCodec.decode(
                                Vectors.deflated(HEAD, HexFormat.of().parseHex(content))))
                        .as(why)
                        .isInstanceOf(BadIndexException.class));
        vectors.all("bad.object.")
                .forEach((why, object) -> assertThatThrownBy(
                                () -> IndexCodec.decode(HexFormat.of().parseHex(object)))
                        .as(why)
                        .isInstanceOf(BadIndexException.class));
    }

    private static Entry entry(String line) {
        var parts = Vectors.parts(line);
        return new Entry(
                parts.get(0),
                parts.get(1).equals("deleted"),
                Long.parseLong(parts.get(2)),
                Long.parseLong(parts.get(3)),
                parts.get(4),
                VersionVector.parse(parts.get(5)),
                new Entry.Carriage(parts.get(6), parts.get(7), parts.get(8)));
    }
}
