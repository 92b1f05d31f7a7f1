package dev.holdfast.buckia.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.Vectors;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bytes that were written once and must open for good: {@code docs/formats/vectors/encryption.txt}. */
class VectorsTest {
    private final Vectors vectors = Vectors.of("encryption");

    @Test
    void openAsTheyDidWhenTheyWereMade() {
        byte[] master = vectors.bytes("master");
        var seal = new KeySeal(master);
        assertThat(seal.hide(vectors.text("hide.text"))).isEqualTo(vectors.text("hide"));
        assertThat(seal.open(vectors.bytes("sealed"), vectors.text("sealed.context")))
                .isEqualTo(vectors.text("sealed.content").getBytes(StandardCharsets.UTF_8));
        assertThat(KeySeal.looksSealed(vectors.bytes("sealed"))).isTrue();
        var passphrase = new Keys.Secret.Passphrase("caf\u00e9 au lait");
        assertThat(Keys.unwrap(vectors.bytes("wrapped.passphrase"), passphrase)).contains(master);
        var file = new Keys.Secret.KeyFile(new byte[32]);
        assertThat(Keys.unwrap(vectors.bytes("wrapped.keyfile"), file)).contains(master);
    }
}
