/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.webhooks;

import org.jspecify.annotations.NullMarked;
