/** Whether an API's description is complete. */
@NullMarked
package dev.holdfast.testkit.openapi;

import org.jspecify.annotations.NullMarked;
