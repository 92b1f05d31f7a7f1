/** What the tests of documents share. */
@NullMarked
package dev.holdfast.documents;

import org.jspecify.annotations.NullMarked;
