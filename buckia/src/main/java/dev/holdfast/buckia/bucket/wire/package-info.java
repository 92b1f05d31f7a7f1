/** What the providers that speak HTTP share: one client, JSON, signatures' hexadecimal. */
@NullMarked
package dev.holdfast.buckia.bucket.wire;

import org.jspecify.annotations.NullMarked;
