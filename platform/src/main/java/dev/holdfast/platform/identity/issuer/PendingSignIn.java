package dev.holdfast.platform.identity.issuer;

import dev.holdfast.platform.secrets.OpaqueToken;
import java.time.Instant;
import java.util.Base64;

/**
 * A sign-in that has been sent to its issuer and isn't back yet. The browser holds it, sealed, so that only the browser that
 * began can end it, on whichever node.
 *
 * @param issuer the issuer's name
 * @param state comes back with the browser
 * @param nonce comes back in the ID token
 * @param verifier proves to the issuer that we asked for the code (PKCE, RFC 7636)
 * @param expiresAt when it is too late
 */
record PendingSignIn(String issuer, String state, String nonce, String verifier, Instant expiresAt) {

    /** What the issuer learns of the verifier beforehand. */
    String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(OpaqueToken.sha256(verifier));
    }

    @Override
    public String toString() {
        return "PendingSignIn[" + issuer + "]";
    }
}
