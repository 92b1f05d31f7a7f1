/** Shows that a folder and a workspace come into step and that nothing is lost by it. */
@NullMarked
package dev.holdfast.server.foldersync;

import org.jspecify.annotations.NullMarked;
