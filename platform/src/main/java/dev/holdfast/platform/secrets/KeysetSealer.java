package dev.holdfast.platform.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Seals with the newest of the program's keys. */
@Component
final class KeysetSealer implements Sealer {
    private static final byte VERSION = 2;
    private static final byte TINK = 1;
    private static final int PREFIX_BYTES = 6;

    private final Keysets keysets;

    KeysetSealer(Keysets keysets) {
        this.keysets = keysets;
    }

    @Override
    public byte[] seal(byte[] plain, String context) {
        try {
            byte[] text = aead().encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(text.length + 1).put(VERSION).put(text).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing for " + context + " failed", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length == 0 || sealed[0] != VERSION) {
            throw new IllegalStateException(
                    "What is stored for " + context + " isn't a sealed value of version " + VERSION);
        }
        try {
            return aead().decrypt(
                            Arrays.copyOfRange(sealed, 1, sealed.length), context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("What is stored for " + context + " doesn't open with the keys of now", e);
        }
    }

    @Override
    public byte[] currentPrefix() {
        KeysetHandle keys = keysets.of(Keysets.SEALING);
        return ByteBuffer.allocate(PREFIX_BYTES)
                .put(VERSION)
                .put(TINK)
                .putInt(keys.getPrimary().getId())
                .array();
    }

    private Aead aead() throws GeneralSecurityException {
        return keysets.of(Keysets.SEALING).getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
}
