/** An authenticator in software, for ceremonies of WebAuthn without a browser. */
@NullMarked
package dev.holdfast.testkit.webauthn;

import org.jspecify.annotations.NullMarked;
