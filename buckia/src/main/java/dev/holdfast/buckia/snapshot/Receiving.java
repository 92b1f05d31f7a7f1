package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Pack;
import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** One snapshot on its way out of the bucket; each pack is read once. */
final class Receiving {
    private final ContentStore contents;
    private final Seal seal;
    private final Laid laid;

    Receiving(ContentStore contents, Seal seal, Laid laid) {
        this.contents = contents;
        this.seal = seal;
        this.laid = laid;
    }

    /** Fills in the hashes without writing anything. */
    void hash() throws IOException {
        pages((page, content) -> {});
    }

    /** Writes a new file; returns its SHA-256. */
    String write(Path target) throws IOException {
        var table = laid.table();
        try (var out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            pages((page, content) -> {
                var bytes = ByteBuffer.wrap(content);
                long offset = (long) page * table.pageSize();
                while (bytes.hasRemaining()) {
                    out.write(bytes, offset + bytes.position());
                }
            });
            long size = (long) table.pageSize() * table.count();
            if (out.size() < size) {
                out.write(ByteBuffer.allocate(1), size - 1);
            }
            out.force(true);
        }
        return Hashing.sha256(target);
    }

    private void pages(Taker taker) throws IOException {
        var table = laid.table();
        var byPack = new TreeMap<Integer, List<Integer>>();
        for (int page = 0; page < table.count(); page++) {
            if (table.packs()[page] >= 0) {
                byPack.computeIfAbsent(table.packs()[page], unused -> new ArrayList<>())
                        .add(page);
            }
        }
        var digest = Hashing.digest();
        for (var each : byPack.entrySet()) {
            var key = Pack.PREFIX + laid.packs().get(each.getKey());
            var records = Pack.read(seal.open(contents.get(key), Pack.PREFIX));
            for (int page : each.getValue()) {
                int slot = table.slots()[page];
                if (slot >= records.size() || records.get(slot).length != table.pageSize()) {
                    throw new DamagedException(key + " doesn't have the page that a snapshot names");
                }
                table.setHash(page, digest.digest(records.get(slot)));
                taker.take(page, records.get(slot));
            }
        }
    }

    @FunctionalInterface
    private interface Taker {
        void take(int page, byte[] content) throws IOException;
    }
}
