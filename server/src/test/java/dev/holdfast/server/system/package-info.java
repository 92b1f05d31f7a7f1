/** The whole program, booted from its one composition root, held against what it promises to everybody outside. */
@NullMarked
package dev.holdfast.server.system;

import org.jspecify.annotations.NullMarked;
