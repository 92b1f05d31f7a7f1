/** What only a real browser can show. Skipped where there is no Chromium. */
@NullMarked
package dev.holdfast.server.browser;

import org.jspecify.annotations.NullMarked;
