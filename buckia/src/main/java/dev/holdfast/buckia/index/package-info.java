/** What a device says of the files it wrote: entries with version vectors, one object a device. */
@NullMarked
package dev.holdfast.buckia.index;

import org.jspecify.annotations.NullMarked;
