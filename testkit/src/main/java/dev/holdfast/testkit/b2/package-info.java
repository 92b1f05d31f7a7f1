/** Backblaze B2's native interface, with its upload addresses, versions and expiring tokens. */
@NullMarked
package dev.holdfast.testkit.b2;

import org.jspecify.annotations.NullMarked;
