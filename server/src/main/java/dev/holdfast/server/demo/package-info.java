/** People and notes to look at, put in over HTTP as anybody would. */
@NullMarked
package dev.holdfast.server.demo;

import org.jspecify.annotations.NullMarked;
