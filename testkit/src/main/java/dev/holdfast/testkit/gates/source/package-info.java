/** The tidy gate: what the repository's files may look like. */
@NullMarked
package dev.holdfast.testkit.gates.source;

import org.jspecify.annotations.NullMarked;
