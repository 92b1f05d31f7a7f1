package dev.holdfast.buckia.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.Vectors;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.DamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snapshots of {@code docs/formats/vectors/sqlite-delta.txt}, made by another program than this one. */
class ManifestVectorsTest {
    private static final String HEAD = "BKSN\1";

    @TempDir
    Path folder = Path.of("");

    private final Vectors vectors = Vectors.of("sqlite-delta");
    private final Manifest manifest = new Manifest(
            vectors.text("snapshot.path"),
            Long.parseLong(vectors.text("snapshot.time")),
            Integer.parseInt(vectors.text("snapshot.pagesize")),
            Integer.parseInt(vectors.text("snapshot.pages")),
            vectors.text("snapshot.sha256"),
            vectors.text("snapshot.parent"),
            Integer.parseInt(vectors.text("snapshot.depth")),
            List.of(vectors.text("snapshot.packs").split(",")),
            Arrays.stream(vectors.text("snapshot.runs").split(","))
                    .map(ManifestVectorsTest::run)
                    .toList());

    @Test
    void isWrittenWithExactlyThisContent() throws IOException {
        byte[] object = manifest.bytes();
        assertThat(object).startsWith(HEAD.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(Vectors.inflated(object, HEAD.length())).isEqualTo(vectors.bytes("snapshot.content"));
    }

    @Test
    void isReadAsTheseValues() throws IOException {
        assertThat(Manifest.read(vectors.bytes("snapshot.object"))).isEqualTo(manifest);
        assertThat(Manifest.read(Vectors.deflated(HEAD, vectors.bytes("snapshot.content"))))
                .isEqualTo(manifest);
        assertThat(Seal.NONE.hide(manifest.path())).startsWith(vectors.text("snapshot.folder"));
        assertThat(manifest.parent()).startsWith(vectors.text("snapshot.folder"));
    }

    @Test
    void whatIsDamagedIsRefused() {
        vectors.all("bad.snapshot.")
                .forEach((why, content) -> assertThatThrownBy(() -> Manifest.read(
                                Vectors.deflated(HEAD, HexFormat.of().parseHex(content))))
                        .as(why)
                        .isInstanceOf(DamagedException.class));
        vectors.all("bad.snapshot.object.")
                .forEach((why, object) -> assertThatThrownBy(
                                () -> Manifest.read(HexFormat.of().parseHex(object)))
                        .as(why)
                        .isInstanceOf(DamagedException.class));
    }

    @Test
    void theContentOfAFileCountsNothing() throws IOException {
        var file = Files.write(folder.resolve("things.db"), vectors.bytes("file"));
        var copy = folder.resolve("copy");
        DatabaseStore.copy(file, copy);
        try (var shot = Shot.of(copy)) {
            assertThat(copy).hasBinaryContent(vectors.bytes("file.content"));
            assertThat(shot.sha256()).isEqualTo(vectors.text("file.sha256"));
            assertThat(shot.table().count()).isEqualTo(2);
        }
        assertThat(file).hasBinaryContent(vectors.bytes("file"));
    }

    private static Manifest.Run run(String text) {
        int[] numbers =
                Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
        return new Manifest.Run(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
