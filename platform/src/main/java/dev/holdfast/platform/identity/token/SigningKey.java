package dev.holdfast.platform.identity.token;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;

/**
 * A key pair for access tokens (P-256).
 *
 * @param pair both halves; its key id is the thumbprint of the public one
 * @param signsUntil when another one takes over
 * @param verifiesUntil when no token that it signed can be good any more
 */
record SigningKey(ECKey pair, Instant createdAt, Instant signsUntil, Instant verifiesUntil) {

    String id() {
        return pair.getKeyID();
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
