/** Measures the program Buckia beside rclone, restic and rsync, on one object store in one run. */
@NullMarked
package dev.holdfast.bench.buckia;

import org.jspecify.annotations.NullMarked;
