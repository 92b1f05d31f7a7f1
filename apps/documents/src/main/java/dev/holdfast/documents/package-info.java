/** Documents: workspaces of Markdown, JSON and plain text, kept in step over devices (docs/apps/documents.md). */
@NullMarked
package dev.holdfast.documents;

import org.jspecify.annotations.NullMarked;
