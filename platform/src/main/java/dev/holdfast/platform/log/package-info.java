/** How the program logs: plain lines for people, JSON for machines. */
@NullMarked
package dev.holdfast.platform.log;

import org.jspecify.annotations.NullMarked;
