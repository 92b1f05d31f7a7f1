package dev.holdfast.buckia.pieces;

import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.Pack;
import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One encrypted file on its way into the bucket: chunks that its last version lacks go in packs, all others are named. */
final class Outgoing implements AutoCloseable {
    private static final int PACK_BYTES = 4 << 20;
    private static final int SMALL_BYTES = 1 << 20;
    private static final int SPARE_PACKS = 16;
    private static final PieceList.Stored UNSENT = new PieceList.Stored("", 0);

    private final ContentStore contents;
    private final Seal seal;
    private final Map<String, PieceList.Chunk> there = new HashMap<>();
    private final List<PieceList.Stored> before;
    private final Map<Integer, Integer> used = new HashMap<>();
    private final List<PieceList.Stored> packs = new ArrayList<>();
    private final List<PieceList.Chunk> chunks = new ArrayList<>();
    private Pack pack = new Pack();
    /** Of the pack that is being filled. */
    private int number;

    /** A file whose last version is known. */
    Outgoing(ContentStore contents, Seal seal, PieceList before) {
        this.contents = contents;
        this.seal = seal;
        this.before = before.packs();
        var left = left(before);
        for (var chunk : before.chunks()) {
            if (chunk.slot() != PieceList.WHOLE && !left.contains(chunk.pack())) {
                there.putIfAbsent(chunk.hash(), chunk);
            }
        }
    }

    /**
     * Packs that this version leaves: those of which the last one used less than a quarter, and, when there are many more than
     * so long a file needs, the small ones.
     */
    private static Set<Integer> left(PieceList before) {
        var used = new HashMap<Integer, Long>();
        before.chunks().forEach(chunk -> used.merge(chunk.pack(), (long) chunk.length(), Long::sum));
        boolean many = before.packs().size() > SPARE_PACKS + 2 * (before.size() / PACK_BYTES);
        var left = new HashSet<Integer>();
        for (int at = 0; at < before.packs().size(); at++) {
            long length = before.packs().get(at).length();
            if (used.getOrDefault(at, 0L) * 4 < length - SMALL_BYTES || many && length < SMALL_BYTES) {
                left.add(at);
            }
        }
        return left;
    }

    /** Sends what a stream has, and returns what it consists of. */
    PieceList send(InputStream in) throws IOException {
        var cutter = new Cutter(in, seal.derived("buckia cuts 1", Cutter.TABLE_BYTES));
        var whole = Hashing.digest();
        long size = 0;
        var fresh = new HashMap<String, PieceList.Chunk>();
        for (var chunk = cutter.next(); chunk != null; chunk = cutter.next()) {
            whole.update(chunk);
            size += chunk.length;
            var hash = Hashing.sha256(chunk);
            var old = there.get(hash);
            var same = fresh.get(hash);
            if (old != null) {
                chunks.add(new PieceList.Chunk(hash, named(old.pack()), old.slot(), chunk.length));
            } else if (same != null) {
                chunks.add(same);
            } else {
                if (pack.count() == 0) {
                    number = packs.size();
                    packs.add(UNSENT);
                }
                var added = new PieceList.Chunk(hash, number, pack.count(), chunk.length);
                fresh.put(hash, added);
                chunks.add(added);
                pack.add(chunk);
                if (pack.length() >= PACK_BYTES) {
                    flush();
                }
            }
        }
        flush();
        return new PieceList(HexFormat.of().formatHex(whole.digest()), size, packs, chunks);
    }

    private int named(int old) {
        return used.computeIfAbsent(old, each -> {
            packs.add(before.get(each));
            return packs.size() - 1;
        });
    }

    private void flush() {
        if (pack.count() == 0) {
            return;
        }
        byte[] sealed = seal.seal(pack.bytes(), SealedCarrier.PREFIX);
        var name = contents.put(SealedCarrier.PREFIX, sealed, false).substring(SealedCarrier.PREFIX.length());
        packs.set(number, new PieceList.Stored(name, sealed.length));
        pack.close();
        pack = new Pack();
    }

    @Override
    public void close() {
        pack.close();
    }
}
