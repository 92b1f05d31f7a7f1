/** Runs every gate over the whole repository, its classes and its database. */
@NullMarked
package dev.holdfast.server.gates;

import org.jspecify.annotations.NullMarked;
