/** The page at {@code /}, and what a client is told about this server before anybody signs in. */
@NullMarked
package dev.holdfast.server.page;

import org.jspecify.annotations.NullMarked;
