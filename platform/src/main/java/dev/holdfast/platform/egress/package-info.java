/** Requests to addresses that people name: never to this machine or its network unless that is allowed. */
@NullMarked
package dev.holdfast.platform.egress;

import org.jspecify.annotations.NullMarked;
