/** The folder here: what lies in it, and changes to it that leave nothing half done. */
@NullMarked
package dev.holdfast.buckia.tree;

import org.jspecify.annotations.NullMarked;
