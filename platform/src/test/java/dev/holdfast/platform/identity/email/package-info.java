/** Tests of the platform's email over HTTP. */
@NullMarked
package dev.holdfast.platform.identity.email;

import org.jspecify.annotations.NullMarked;
