/** Passkeys: signing up and in with WebAuthn Level 3, user verification always required, attestation never asked for. */
@NullMarked
package dev.holdfast.platform.identity.passkey;

import org.jspecify.annotations.NullMarked;
