/** How the page's files and addresses are answered, and what pages may tell. */
@NullMarked
package dev.holdfast.server.page;

import org.jspecify.annotations.NullMarked;
