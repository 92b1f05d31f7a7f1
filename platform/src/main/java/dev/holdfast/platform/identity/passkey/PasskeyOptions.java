package dev.holdfast.platform.identity.passkey;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a browser is asked to do, in the JSON forms of WebAuthn Level 3 ({@code PublicKeyCredential.parse…FromJSON}).
 *
 * @param ceremonyId what the answer is sent with
 * @param publicKey a {@link Creation} or a {@link Request}
 */
public record PasskeyOptions<T>(UUID ceremonyId, T publicKey) {
    private static final String PUBLIC_KEY = "public-key";
    private static final String REQUIRED = "required";
    private static final List<Parameter> PARAMETERS = CredentialCheck.ALGORITHMS.stream()
            .map(algorithm -> new Parameter(PUBLIC_KEY, algorithm.getValue()))
            .toList();

    /** A passkey that is to be made. */
    public record Creation(
            Party rp,
            User user,
            String challenge,
            List<Parameter> pubKeyCredParams,
            long timeout,
            List<Descriptor> excludeCredentials,
            Selection authenticatorSelection,
            String attestation,
            Map<String, Object> extensions) {}

    /** A passkey that is to sign; whichever of this server's the person chooses. */
    public record Request(
            String challenge, long timeout, String rpId, List<Descriptor> allowCredentials, String userVerification) {}

    /** The server. */
    public record Party(String id, String name) {}

    /** For whom a passkey is made. */
    public record User(String id, String name, String displayName) {}

    /** A kind of key that is taken. */
    public record Parameter(String type, long alg) {}

    /** A passkey that is there. */
    public record Descriptor(String type, String id, List<String> transports) {}

    /** What the authenticator must be able to do. */
    public record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}

    static PasskeyOptions<Creation> creation(Ceremony ceremony, RelyingParty party, List<PasskeyStore.Stored> there) {
        String name = Objects.requireNonNullElse(
                ceremony.email(), Objects.requireNonNullElse(ceremony.displayName(), RelyingParty.NAME + " account"));
        String displayName = Objects.requireNonNullElse(ceremony.displayName(), name);
        Creation creation = new Creation(
                new Party(party.id(), RelyingParty.NAME),
                new User(base64(Objects.requireNonNull(ceremony.userHandle())), name, displayName),
                base64(ceremony.challenge()),
                PARAMETERS,
                Ceremonies.LIFE.toMillis(),
                there.stream()
                        .map(key -> new Descriptor(PUBLIC_KEY, base64(key.credentialId()), key.transports()))
                        .toList(),
                new Selection(REQUIRED, true, REQUIRED),
                "none",
                Map.of("credProps", true));
        return new PasskeyOptions<>(ceremony.id(), creation);
    }

    static PasskeyOptions<Request> request(Ceremony ceremony, RelyingParty party) {
        Request request =
                new Request(base64(ceremony.challenge()), Ceremonies.LIFE.toMillis(), party.id(), List.of(), REQUIRED);
        return new PasskeyOptions<>(ceremony.id(), request);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
