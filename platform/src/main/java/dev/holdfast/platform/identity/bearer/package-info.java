/** Whose a bearer token is: the one place that knows all kinds of them. */
@NullMarked
package dev.holdfast.platform.identity.bearer;

import org.jspecify.annotations.NullMarked;
