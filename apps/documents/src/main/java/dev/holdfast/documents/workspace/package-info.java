/** Workspaces: the spaces that documents are in, with their members and invitations. */
@NullMarked
package dev.holdfast.documents.workspace;

import org.jspecify.annotations.NullMarked;
