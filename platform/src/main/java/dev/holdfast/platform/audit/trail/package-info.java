/** Reads the audit log: lists, exports, checks. */
@NullMarked
package dev.holdfast.platform.audit.trail;

import org.jspecify.annotations.NullMarked;
