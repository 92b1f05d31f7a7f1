package dev.holdfast.buckia.snapshot;

import java.util.List;

/**
 * A snapshot's pages with the names of their packs.
 *
 * @param reference the snapshot's; empty if there is none yet
 * @param depth how many parents stand behind it
 * @param packs names
 * @param table where each page is
 */
record Laid(String reference, int depth, List<String> packs, PageTable table) {
    static final Laid NONE = new Laid("", 0, List.of(), PageTable.zeros(0, 0));
}
