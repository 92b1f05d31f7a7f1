/** Full text in any script: what PostgreSQL indexes and asks of it, made by one tokenizer, and snippets of what was found. */
@NullMarked
package dev.holdfast.platform.search;

import org.jspecify.annotations.NullMarked;
