package dev.holdfast.testkit.webauthn;

import dev.holdfast.testkit.TestClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An authenticator and its browser in software: keeps one passkey on P-256, and answers with the JSON forms and the bytes of
 * WebAuthn Level 3, written here by hand so that the server is checked against something that isn't its own library. Its
 * fields can be set to what a broken or hostile one would send.
 */
public final class SoftAuthenticator {
    private static final int UP = 0x01;
    private static final int UV = 0x04;
    private static final int BE = 0x08;
    private static final int BS = 0x10;
    private static final int AT = 0x40;
    private static final int AAGUID_BYTES = 16;
    private static final int COORDINATE_BYTES = 32;

    private final String origin;
    private final KeyPair keys;
    private final byte[] id = new byte[32];
    private byte[] userHandle = new byte[0];
    private int flags = UP | UV;
    private @Nullable Integer counter;

    /**
     * A new one.
     *
     * @param origin of the page that asks it
     */
    public SoftAuthenticator(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SoftAuthenticator(SoftAuthenticator other, String origin) {
        this.origin = origin;
        this.keys = other.keys;
        System.arraycopy(other.id, 0, id, 0, id.length);
        this.userHandle = other.userHandle;
        this.flags = other.flags;
        this.counter = other.counter;
    }

    /** The same passkey, used by a page of another origin. */
    public SoftAuthenticator at(String otherOrigin) {
        return new SoftAuthenticator(this, otherOrigin);
    }

    /** Doesn't verify who uses it. */
    public SoftAuthenticator unverified() {
        flags &= ~UV;
        return this;
    }

    /** Keeps a copy of the passkey elsewhere. */
    public SoftAuthenticator synced() {
        flags |= BE | BS;
        return this;
    }

    /** Counts its signatures, the next one as {@code count}. */
    public SoftAuthenticator counting(int count) {
        counter = count;
        return this;
    }

    /** Makes a passkey as the options ask; the answer is what the browser sends as {@code credential}. */
    public ObjectNode create(JsonNode publicKey) {
        userHandle =
                Base64.getUrlDecoder().decode(publicKey.get("user").get("id").asString());
        byte[] data = authenticatorData(publicKey.get("rp").get("id").asString(), true);
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        attestation.write(0xa3);
        text(attestation, "fmt");
        text(attestation, "none");
        text(attestation, "attStmt");
        attestation.write(0xa0);
        text(attestation, "authData");
        bytes(attestation, data);
        ObjectNode response = TestClient.JSON.createObjectNode();
        response.put("clientDataJSON", base64(clientData("webauthn.create", publicKey)));
        response.put("attestationObject", base64(attestation.toByteArray()));
        response.putArray("transports").add("internal").add("hybrid");
        return credential(response);
    }

    /** Signs what the options ask for; the answer is what the browser sends as {@code credential}. */
    public ObjectNode get(JsonNode publicKey) {
        byte[] data = authenticatorData(publicKey.get("rpId").asString(), false);
        byte[] clientData = clientData("webauthn.get", publicKey);
        ObjectNode response = TestClient.JSON.createObjectNode();
        response.put("clientDataJSON", base64(clientData));
        response.put("authenticatorData", base64(data));
        response.put("signature", base64(signature(data, clientData)));
        response.put("userHandle", base64(userHandle));
        return credential(response);
    }

    private ObjectNode credential(ObjectNode response) {
        ObjectNode credential = TestClient.JSON.createObjectNode();
        credential.put("id", base64(id));
        credential.put("rawId", base64(id));
        credential.put("type", "public-key");
        credential.put("authenticatorAttachment", "platform");
        credential.set("response", response);
        credential.putObject("clientExtensionResults");
        return credential;
    }

    private byte[] clientData(String type, JsonNode publicKey) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.put("challenge", publicKey.get("challenge").asString());
        data.put("origin", origin);
        data.put("crossOrigin", false);
        return TestClient.JSON.writeValueAsBytes(data);
    }

    /** WebAuthn Level 3, 6.1: hash of the RP ID, flags, counter, and for a new passkey its attested credential data. */
    private byte[] authenticatorData(String relyingParty, boolean made) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(sha256(relyingParty.getBytes(StandardCharsets.UTF_8)));
        data.write(made ? flags | AT : flags);
        int count = counter == null ? 0 : counter;
        counter = counter == null ? null : Integer.valueOf(count + 1);
        data.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(count).array());
        if (made) {
            data.writeBytes(new byte[AAGUID_BYTES]);
            data.writeBytes(
                    ByteBuffer.allocate(Short.BYTES).putShort((short) id.length).array());
            data.writeBytes(id);
            data.writeBytes(coseKey());
        }
        return data.toByteArray();
    }

    /** RFC 9053: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}. */
    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        bytes(cose, coordinate(key.getW().getAffineX().toByteArray()));
        cose.write(0x22);
        bytes(cose, coordinate(key.getW().getAffineY().toByteArray()));
        return cose.toByteArray();
    }

    private byte[] signature(byte[] data, byte[] clientData) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha256(clientData));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(number.length, COORDINATE_BYTES);
        System.arraycopy(number, number.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(0x60 | text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void bytes(ByteArrayOutputStream cbor, byte[] bytes) {
        if (bytes.length < 256) {
            cbor.write(0x58);
            cbor.write(bytes.length);
        } else {
            cbor.write(0x59);
            cbor.writeBytes(ByteBuffer.allocate(Short.BYTES)
                    .putShort((short) bytes.length)
                    .array());
        }
        cbor.writeBytes(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
