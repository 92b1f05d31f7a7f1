package dev.holdfast.platform.identity.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import dev.holdfast.platform.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Checks what authenticators answer, by the steps of WebAuthn Level 3, 7.1 and 7.2. The person must have been verified by
 * the authenticator, so that a passkey counts as two factors. Whatever is wrong with an answer, it is refused alike.
 */
@Component
final class CredentialCheck {
    /** The kinds of key that are taken, the best first: Ed25519, P-256, RSA for older Windows Hello. */
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private static final Logger log = LoggerFactory.getLogger(CredentialCheck.class);
    private static final int JSON_LENGTH_MAX = 32_000;
    private static final int TRANSPORTS_MAX = 10;
    private static final int TRANSPORT_LENGTH_MAX = 32;
    private static final int ATTESTED_BYTES_MAX = 4_000;
    private static final int CREDENTIAL_ID_BYTES_MAX = 1_023;
    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter attested = new AttestedCredentialDataConverter(converter);
    private final RelyingParty party;

    CredentialCheck(RelyingParty party) {
        this.party = party;
    }

    /**
     * A public key that a browser has brought.
     *
     * @param attested its authenticator's model, its id and the key, as WebAuthn encodes them
     */
    record Made(
            byte[] credentialId,
            byte[] attested,
            long signCount,
            boolean backupEligible,
            boolean backedUp,
            List<String> transports) {}

    /** A signature that was read, not checked yet. */
    record Signed(byte[] credentialId, AuthenticationData data) {}

    /** A signature that was found right. */
    record Used(long signCount, boolean backedUp) {}

    /** Checks that a key was made in this ceremony. Throws INVALID when it wasn't. */
    Made made(@Nullable JsonNode credential, Ceremony ceremony) {
        try {
            RegistrationData data = manager.verifyRegistrationResponseJSON(
                    text(credential), new RegistrationParameters(server(ceremony), PARAMETERS, true, true));
            var authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            var key = Objects.requireNonNull(authenticator.getAttestedCredentialData());
            Made made = new Made(
                    key.getCredentialId(),
                    attested.convert(key),
                    authenticator.getSignCount(),
                    authenticator.isFlagBE(),
                    authenticator.isFlagBS(),
                    transports(data.getTransports()));
            if (made.attested().length > ATTESTED_BYTES_MAX || made.credentialId().length > CREDENTIAL_ID_BYTES_MAX) {
                throw new IllegalArgumentException("the key is too long");
            }
            return made;
        } catch (RuntimeException e) {
            // The library throws much beside its own exceptions when it reads what isn't well-formed.
            log.debug("a passkey was refused", e);
            throw Problem.invalid("credential", "isn't the answer of an authenticator to this ceremony");
        }
    }

    /** Reads which passkey signed; empty when that can't be read. */
    Optional<Signed> read(@Nullable JsonNode credential) {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(text(credential));
            return Optional.of(new Signed(id(data), data));
        } catch (RuntimeException e) {
            log.debug("a sign-in with a passkey was refused", e);
            return Optional.empty();
        }
    }

    /** Checks that a passkey signed in this ceremony; empty when it didn't, or when its counter says that it was copied. */
    Optional<Used> used(Signed signed, Ceremony ceremony, PasskeyStore.Stored key) {
        // A passkey that any account may have brought must say whose it is.
        if (!Arrays.equals(signed.data().getUserHandle(), key.userHandle())) {
            return Optional.empty();
        }
        try {
            AuthenticationData checked = manager.verify(
                    signed.data(), new AuthenticationParameters(server(ceremony), stored(key), null, true, true));
            var authenticator = Objects.requireNonNull(checked.getAuthenticatorData());
            return Optional.of(new Used(authenticator.getSignCount(), authenticator.isFlagBS()));
        } catch (RuntimeException e) {
            log.debug("a sign-in with a passkey was refused", e);
            return Optional.empty();
        }
    }

    @SuppressWarnings("NullAway") // As the library is annotated, each byte may be null; the array may.
    private static byte[] id(AuthenticationData data) {
        byte[] id = data.getCredentialId();
        if (id == null) {
            throw new IllegalArgumentException("no credential is named");
        }
        return id;
    }

    private CredentialRecordImpl stored(PasskeyStore.Stored key) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                key.backupEligible(),
                key.backedUp(),
                key.signCount(),
                attested.convert(key.attested()),
                null,
                null,
                null,
                null);
    }

    private ServerProperty server(Ceremony ceremony) {
        return ServerProperty.builder()
                .origins(party.origins().stream().map(Origin::create).collect(Collectors.toSet()))
                .rpId(party.id())
                .challenge(new DefaultChallenge(ceremony.challenge()))
                .build();
    }

    private static String text(@Nullable JsonNode credential) {
        String text = credential == null ? "" : credential.toString();
        if (text.length() > JSON_LENGTH_MAX) {
            throw new IllegalArgumentException("the credential is too long");
        }
        return text;
    }

    private static List<String> transports(@Nullable Set<AuthenticatorTransport> transports) {
        return transports == null
                ? List.of()
                : transports.stream()
                        .map(AuthenticatorTransport::getValue)
                        .filter(name -> name.length() <= TRANSPORT_LENGTH_MAX)
                        .sorted()
                        .limit(TRANSPORTS_MAX)
                        .toList();
    }
}
