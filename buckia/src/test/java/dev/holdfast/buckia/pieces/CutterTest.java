package dev.holdfast.buckia.pieces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.crypt.KeySeal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutterTest {
    private final byte[] content = new byte[8 << 20];

    CutterTest() {
        new Random(1).nextBytes(content);
    }

    @Test
    void chunksMakeTheContentAndKeepTheirLimits() throws IOException {
        for (int length : new int[] {0, 1, 16 << 10, 100_000, 8 << 20}) {
            var chunks = chunks(0, 0, length);
            var whole = new ByteArrayOutputStream();
            chunks.forEach(whole::writeBytes);
            assertThat(whole.toByteArray()).isEqualTo(java.util.Arrays.copyOf(content, length));
            if (!chunks.isEmpty()) {
                assertThat(chunks.subList(0, chunks.size() - 1))
                        .allSatisfy(chunk -> assertThat(chunk.length).isBetween(16 << 10, 128 << 10));
            }
        }
        assertThat((8 << 20) / chunks(0, 0, 8 << 20).size()).isBetween(48 << 10, 96 << 10);
    }

    @Test
    void whatIsInsertedAtTheFrontChangesTheFirstChunksAlone() throws IOException {
        var before = new HashSet<String>();
        chunks(0, 0, content.length).forEach(chunk -> before.add(HexFormat.of().formatHex(chunk)));
        long fresh = chunks(0, 7, content.length).stream()
                .filter(chunk -> !before.contains(HexFormat.of().formatHex(chunk)))
                .count();
        assertThat(fresh).isLessThanOrEqualTo(4);
    }

    @Test
    void anotherKeyCutsElsewhere() throws IOException {
        var one =
                chunks(0, 0, content.length).stream().map(chunk -> chunk.length).toList();
        var other =
                chunks(1, 0, content.length).stream().map(chunk -> chunk.length).toList();
        assertThat(one).isNotEqualTo(other);
    }

    /** Chunks of so many bytes of the content, behind some others. */
    private List<byte[]> chunks(int key, int inserted, int length) throws IOException {
        byte[] master = new byte[32];
        master[0] = (byte) key;
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[inserted]);
        all.write(content, 0, length);
        var cutter = new Cutter(
                new ByteArrayInputStream(all.toByteArray()),
                new KeySeal(master).derived("buckia cuts 1", Cutter.TABLE_BYTES));
        var chunks = new ArrayList<byte[]>();
        for (var chunk = cutter.next(); chunk != null; chunk = cutter.next()) {
            chunks.add(chunk);
        }
        return chunks;
    }
}
