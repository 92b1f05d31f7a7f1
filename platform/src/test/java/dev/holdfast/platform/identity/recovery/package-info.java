/** Tests of the platform's recovery over HTTP. */
@NullMarked
package dev.holdfast.platform.identity.recovery;

import org.jspecify.annotations.NullMarked;
