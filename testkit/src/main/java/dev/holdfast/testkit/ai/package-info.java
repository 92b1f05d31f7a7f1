/** Small servers that speak like the providers of language models, errors, streams and breakdowns included. */
@NullMarked
package dev.holdfast.testkit.ai;

import org.jspecify.annotations.NullMarked;
