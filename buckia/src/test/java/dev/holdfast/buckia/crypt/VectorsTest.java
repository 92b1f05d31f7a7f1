package dev.holdfast.buckia.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Bytes that were written once and must open for good: {@code docs/formats/vectors/encryption.txt}. */
class VectorsTest {
    private final Map<String, String> vectors = read();

    @Test
    void openAsTheyDidWhenTheyWereMade() {
        byte[] master = bytes("master");
        var seal = new KeySeal(master);
        assertThat(seal.hide(text("hide.text"))).isEqualTo(text("hide"));
        assertThat(seal.open(bytes("sealed"), text("sealed.context")))
                .isEqualTo(text("sealed.content").getBytes(StandardCharsets.UTF_8));
        assertThat(KeySeal.looksSealed(bytes("sealed"))).isTrue();
        var passphrase = new Keys.Secret.Passphrase("caf\u00e9 au lait");
        assertThat(Keys.unwrap(bytes("wrapped.passphrase"), passphrase)).contains(master);
        var file = new Keys.Secret.KeyFile(new byte[32]);
        assertThat(Keys.unwrap(bytes("wrapped.keyfile"), file)).contains(master);
    }

    private String text(String name) {
        return vectors.getOrDefault(name, "");
    }

    private byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    private static Map<String, String> read() {
        var root = Path.of(System.getProperty("holdfast.root"));
        try {
            return Files.readAllLines(root.resolve("docs/formats/vectors/encryption.txt")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .collect(Collectors.toMap(each -> each[0], each -> each[1]));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
