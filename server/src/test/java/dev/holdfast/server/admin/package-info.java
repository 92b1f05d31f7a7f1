/** What an operator does on the machine itself. */
@NullMarked
package dev.holdfast.server.admin;

import org.jspecify.annotations.NullMarked;
