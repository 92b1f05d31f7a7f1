/** Links entries into keyed chains, writes the chains' heads down outside of the database, and checks both. */
@NullMarked
package dev.holdfast.platform.audit.sealing;

import org.jspecify.annotations.NullMarked;
