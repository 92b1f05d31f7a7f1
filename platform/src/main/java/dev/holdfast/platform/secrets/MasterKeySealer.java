package dev.holdfast.platform.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Seals under the master key with AES-256-GCM. A sealed value is one byte of version (1), then Tink's nonce and text. */
@Component
final class MasterKeySealer implements Sealer {
    private static final byte VERSION = 1;

    private final Aead aead;

    MasterKeySealer(SecretsSettings settings, SecureRandom random) throws GeneralSecurityException {
        this.aead = new AesGcmJce(MasterKey.load(settings, random));
    }

    @Override
    public byte[] seal(byte[] plain, String context) {
        try {
            byte[] text = aead.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = new byte[text.length + 1];
            sealed[0] = VERSION;
            System.arraycopy(text, 0, sealed, 1, text.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing for " + context + " failed", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length == 0 || sealed[0] != VERSION) {
            throw new IllegalStateException("What is stored for " + context + " isn't a sealed value of version " + VERSION);
        }
        try {
            return aead.decrypt(Arrays.copyOfRange(sealed, 1, sealed.length), context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("What is stored for " + context + " doesn't open with this master key", e);
        }
    }
}
