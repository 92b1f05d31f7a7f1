package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.Condemned;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.Pack;
import dev.holdfast.buckia.pack.Packing;
import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** One snapshot on its way into the bucket: pages that it doesn't have go in packs, all the others are named. */
final class Sending {
    private final ContentStore contents;
    private final Seal seal;
    private final Laid before;
    private final Shot shot;
    private final PageTable table;
    private final List<String> packs;
    private final boolean child;
    private final Condemned condemned;
    private final Set<Integer> sparse;

    /**
     * A snapshot that is built on an earlier one.
     *
     * @param sparse numbers of the earlier one's packs of which little is used any more: their pages are sent again
     */
    Sending(ContentStore contents, Seal seal, Laid before, Shot shot, Set<Integer> sparse) {
        this.contents = contents;
        this.seal = seal;
        this.before = before;
        this.shot = shot;
        this.table = shot.table();
        this.packs = new ArrayList<>(before.packs());
        this.condemned = new Condemned(contents, Duration.ZERO);
        this.sparse = Set.copyOf(sparse);
        this.child = !before.reference().isEmpty() && before.depth() < Manifest.DEPTH_MAX;
    }

    void sendPages() throws IOException {
        var old = before.table();
        var moved = old.byHash();
        moved.values().removeIf(at -> sparse.contains(old.packs()[at]));
        byte[] hash = new byte[PageTable.HASH_BYTES];
        var fresh = new HashMap<Long, Integer>();
        var twins = new HashMap<Integer, Integer>();
        var unsent = IntStream.builder();
        for (int page = 0; page < table.count(); page++) {
            System.arraycopy(table.hashes(), page * PageTable.HASH_BYTES, hash, 0, hash.length);
            boolean same = page < old.count()
                    && old.packs()[page] >= 0
                    && !sparse.contains(old.packs()[page])
                    && old.hasHash(page, hash);
            if (same) {
                table.setPlace(page, old.packs()[page], old.slots()[page]);
            } else if (!Shot.isLockPage(page, table.pageSize()) && !foundIn(old, moved, page, hash)) {
                var first = fresh.putIfAbsent(PageTable.key(hash, 0), page);
                if (first != null && table.hasHash(first, hash)) {
                    twins.put(page, first);
                } else {
                    unsent.add(page);
                }
            }
        }
        try (var in = FileChannel.open(shot.file(), StandardOpenOption.READ)) {
            new Packing(new Unsent(in), packs).run(unsent.build().toArray());
        }
        twins.forEach((page, first) -> table.setPlace(page, table.packs()[first], table.slots()[first]));
    }

    private boolean foundIn(PageTable pages, Map<Long, Integer> byHash, int page, byte[] hash) {
        var same = byHash.get(PageTable.key(hash, 0));
        if (same == null || !pages.hasHash(same, hash)) {
            return false;
        }
        table.setPlace(page, pages.packs()[same], pages.slots()[same]);
        return true;
    }

    Manifest manifest(String path, long now) {
        var parent = child ? before.table() : PageTable.zeros(table.pageSize(), 0);
        var names = new ArrayList<String>();
        var numbers = new HashMap<Integer, Integer>();
        var runs = new ArrayList<Manifest.Run>();
        for (int page = 0; page < table.count(); page++) {
            int pack = table.packs()[page];
            int slot = table.slots()[page];
            boolean same = page < parent.count() && parent.packs()[page] == pack && parent.slots()[page] == slot;
            if (same || pack < 0) {
                continue;
            }
            int number = numbers.computeIfAbsent(pack, each -> {
                names.add(packs.get(each));
                return names.size() - 1;
            });
            var last = runs.isEmpty() ? null : runs.getLast();
            if (last != null
                    && last.page() + last.length() == page
                    && last.pack() == number
                    && last.slot() + last.length() == slot) {
                runs.set(runs.size() - 1, new Manifest.Run(last.page(), last.length() + 1, number, last.slot()));
            } else {
                runs.add(new Manifest.Run(page, 1, number, slot));
            }
        }
        return new Manifest(
                path,
                now,
                table.pageSize(),
                table.count(),
                shot.sha256(),
                child ? before.reference() : "",
                child ? before.depth() + 1 : 0,
                names,
                runs);
    }

    Laid laid(String reference) {
        return new Laid(reference, child ? before.depth() + 1 : 0, packs, table);
    }

    /** Pages of the snapshot's file that the bucket doesn't have. */
    private final class Unsent implements Packing.Pages {
        private final FileChannel in;

        Unsent(FileChannel in) {
            this.in = in;
        }

        @Override
        public byte[] read(int page) throws IOException {
            var buffer = ByteBuffer.allocate(table.pageSize());
            Shot.read(in, page, buffer);
            return buffer.array();
        }

        @Override
        public void placed(int page, int pack, int record) {
            table.setPlace(page, pack, record);
        }

        @Override
        public String send(Pack pack) {
            var bytes = object(pack);
            while (condemned.isNoted(Pack.PREFIX + Hashing.sha256(bytes))) {
                pack.rename();
                bytes = object(pack);
            }
            return contents.put(Pack.PREFIX, bytes, before.reference().isEmpty())
                    .substring(Pack.PREFIX.length());
        }

        private ByteBuffer object(Pack pack) {
            return seal.equals(Seal.NONE) ? pack.object() : ByteBuffer.wrap(seal.seal(pack.bytes(), Pack.PREFIX));
        }
    }
}
