/** What the library promises to the programs that use it, compared with what the last release promised. */
@NullMarked
package dev.holdfast.buckia.api;

import org.jspecify.annotations.NullMarked;
