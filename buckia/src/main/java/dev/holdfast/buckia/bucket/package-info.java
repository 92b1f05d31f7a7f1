/** What every store of objects can do, whoever runs it: the port, its values and its errors. */
@NullMarked
package dev.holdfast.buckia.bucket;

import org.jspecify.annotations.NullMarked;
