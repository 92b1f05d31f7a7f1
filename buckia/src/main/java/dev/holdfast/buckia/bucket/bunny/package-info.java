/** Storage zones of bunny.net over their own HTTP interface. */
@NullMarked
package dev.holdfast.buckia.bucket.bunny;

import org.jspecify.annotations.NullMarked;
