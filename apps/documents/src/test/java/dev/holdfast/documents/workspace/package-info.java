/** Tests of workspaces over HTTP. */
@NullMarked
package dev.holdfast.documents.workspace;

import org.jspecify.annotations.NullMarked;
