package dev.holdfast.platform.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes sets of keys, adds to them, and turns them into bytes that only the master key opens. */
@Component
final class Keys {
    private final Aead master;
    private final @Nullable Aead previousMaster;

    Keys(SecretsSettings settings, SecureRandom random) throws GeneralSecurityException {
        this.master = new AesGcmJce(MasterKey.load(settings, random));
        String previous = settings.previousMasterKey();
        this.previousMaster = previous == null || previous.isBlank()
                ? null
                : new AesGcmJce(MasterKey.decode(previous, "holdfast.secrets.previous-master-key"));
    }

    KeysetHandle fresh(Parameters parameters) {
        try {
            return KeysetHandle.generateNew(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made", e);
        }
    }

    /** The set with one more key, which opens but doesn't seal yet. */
    KeysetHandle withNext(KeysetHandle keys, Parameters parameters) {
        try {
            return KeysetHandle.newBuilder(keys)
                    .addEntry(
                            KeysetHandle.generateEntryFromParameters(parameters).withRandomId())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be added", e);
        }
    }

    /** The set in which the newest key seals. */
    KeysetHandle promoted(KeysetHandle keys) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(builder.size() - 1).makePrimary();
            return builder.build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The newest key can't seal", e);
        }
    }

    byte[] sealed(String name, KeysetHandle keys) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(keys, master, context(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keys '" + name + "' can't be sealed", e);
        }
    }

    KeysetHandle open(String name, byte[] sealed) {
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, master, context(name));
        } catch (GeneralSecurityException e) {
            return openWithPrevious(name, sealed, e);
        }
    }

    /** Whether the bytes open under the master key of now, not only under the one before. */
    boolean underCurrentMaster(String name, byte[] sealed) {
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, master, context(name))
                            .size()
                    > 0;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private KeysetHandle openWithPrevious(String name, byte[] sealed, GeneralSecurityException first) {
        if (previousMaster == null) {
            throw new IllegalStateException(
                    "The keys '" + name
                            + "' in the database don't open with this master key. Give the right one, or the one"
                            + " before as holdfast.secrets.previous-master-key",
                    first);
        }
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, previousMaster, context(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keys '" + name + "' open with neither master key", e);
        }
    }

    private static byte[] context(String name) {
        return ("keyset:" + name).getBytes(StandardCharsets.UTF_8);
    }
}
