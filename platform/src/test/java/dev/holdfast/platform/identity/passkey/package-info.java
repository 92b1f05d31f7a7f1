/** Tests of the platform's passkey over HTTP. */
@NullMarked
package dev.holdfast.platform.identity.passkey;

import org.jspecify.annotations.NullMarked;
