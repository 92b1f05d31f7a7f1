/** Tests of the platform's secondfactor over HTTP. */
@NullMarked
package dev.holdfast.platform.identity.secondfactor;

import org.jspecify.annotations.NullMarked;
