package dev.holdfast.platform.secrets;

import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/** Hashes with the newest of the program's keys. */
@Component
final class KeysetMacs implements Macs {
    private final Keysets keysets;

    KeysetMacs(Keysets keysets) {
        this.keysets = keysets;
    }

    @Override
    public byte[] compute(byte[] data) {
        try {
            return mac().computeMac(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Hashing failed", e);
        }
    }

    @Override
    public boolean verify(byte[] hash, byte[] data) {
        try {
            mac().verifyMac(hash, data);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Mac mac() throws GeneralSecurityException {
        return keysets.of(Keysets.HASHING).getPrimitive(RegistryConfiguration.get(), Mac.class);
    }
}
