/** What an installation's operator does on the machine itself, beside the running program or without it. */
@NullMarked
package dev.holdfast.server.admin;

import org.jspecify.annotations.NullMarked;
