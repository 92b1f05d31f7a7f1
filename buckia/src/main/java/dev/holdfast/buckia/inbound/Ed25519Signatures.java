package dev.holdfast.buckia.inbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Batches signed by one key: Base64 of the Ed25519 signature (RFC 8032) over the batch's digest. */
public final class Ed25519Signatures implements Inbound.Signatures {
    private final PublicKey key;

    private Ed25519Signatures(PublicKey key) {
        this.key = key;
    }

    /**
     * With the key of a PEM file ({@code BEGIN PUBLIC KEY}).
     *
     * @throws IllegalArgumentException if it holds no such key
     */
    public static Ed25519Signatures read(Path file) throws IOException {
        try {
            var base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            return new Ed25519Signatures(KeyFactory.getInstance("Ed25519").generatePublic(spec));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds no Ed25519 public key", e);
        }
    }

    @Override
    public boolean holds(byte[] digest, String signature) {
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(digest);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }
}
