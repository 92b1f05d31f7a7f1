/** Brings folders, files of versions and archives into workspaces, and workspaces into archives. */
@NullMarked
package dev.holdfast.server.transfer;

import org.jspecify.annotations.NullMarked;
