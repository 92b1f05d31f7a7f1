/** PostgreSQL and an S3 store started by this program inside one data folder, which one process at a time owns. */
@NullMarked
package dev.holdfast.embedded;

import org.jspecify.annotations.NullMarked;
