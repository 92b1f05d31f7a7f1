package dev.holdfast.buckia.state;

import dev.holdfast.buckia.index.Entry;

/**
 * What this device knows of a path since its last sync.
 *
 * @param entry the version that both sides had
 * @param mine whether this device says so in its index, because it wrote that version
 * @param stamp of the file here; {@link Stamp#NONE} if gone
 * @param racy whether the file was changed so shortly before it was read that a later change may have the same stamp
 */
public record Known(Entry entry, boolean mine, Stamp stamp, boolean racy) {}
