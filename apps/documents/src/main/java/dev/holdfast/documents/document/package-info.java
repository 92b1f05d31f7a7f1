/** Documents: create, read, replace against a stale base, delete, restore, list, search. */
@NullMarked
package dev.holdfast.documents.document;

import org.jspecify.annotations.NullMarked;
