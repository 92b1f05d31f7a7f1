package dev.holdfast.buckia.snapshot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where each page of a snapshot lies, and what it holds. Pages count from 0 here.
 *
 * @param pageSize in bytes
 * @param packs number of the pack in the list of names that goes with it, -1 for a page of zeros
 * @param slots number of the record in its pack
 * @param hashes SHA-256 of each page, one after another; zeros if not known
 */
record PageTable(int pageSize, int[] packs, int[] slots, byte[] hashes) {
    static final int HASH_BYTES = 32;

    /** A table of that many pages of zeros. */
    static PageTable zeros(int pageSize, int count) {
        int[] packs = new int[count];
        Arrays.fill(packs, -1);
        return new PageTable(pageSize, packs, new int[count], new byte[count * HASH_BYTES]);
    }

    int count() {
        return packs.length;
    }

    /** The first pages; zeros beyond the end. */
    PageTable resized(int count) {
        var table = zeros(pageSize, count);
        int same = Math.min(count, count());
        table.copy(this, same);
        return table;
    }

    private void copy(PageTable other, int same) {
        System.arraycopy(other.packs, 0, packs, 0, same);
        System.arraycopy(other.slots, 0, slots, 0, same);
        System.arraycopy(other.hashes, 0, hashes, 0, same * HASH_BYTES);
    }

    boolean hasHash(int page, byte[] hash) {
        int at = page * HASH_BYTES;
        return Arrays.equals(hashes, at, at + HASH_BYTES, hash, 0, HASH_BYTES);
    }

    void setHash(int page, byte[] hash) {
        System.arraycopy(hash, 0, hashes, page * HASH_BYTES, HASH_BYTES);
    }

    void setPlace(int page, int pack, int slot) {
        packs[page] = pack;
        slots[page] = slot;
    }

    /** The first page with each content, by the first 8 bytes of its hash; pages of zeros aren't in it. */
    Map<Long, Integer> byHash() {
        var found = new HashMap<Long, Integer>(count() * 2);
        for (int page = 0; page < count(); page++) {
            if (packs[page] >= 0) {
                found.putIfAbsent(key(hashes, page * HASH_BYTES), page);
            }
        }
        return found;
    }

    static long key(byte[] hash, int offset) {
        long key = 0;
        for (int at = 0; at < Long.BYTES; at++) {
            key = key << 8 | hash[offset + at] & 0xff;
        }
        return key;
    }
}
