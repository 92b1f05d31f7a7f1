package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Varints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * One moment of a SQLite file: {@code docs/formats/sqlite-delta.md}.
 *
 * @param path the file's path below the root
 * @param created milliseconds since 1970 by the writer's clock
 * @param pageSize in bytes
 * @param pageCount number of pages
 * @param sha256 of the content, lower-case hexadecimal
 * @param parent reference of the snapshot that has the other pages; empty if there is none
 * @param depth how many parents stand behind it
 * @param packs names of packs, lower-case hexadecimal
 * @param runs which pages are where
 */
record Manifest(
        String path,
        long created,
        int pageSize,
        int pageCount,
        String sha256,
        String parent,
        int depth,
        List<String> packs,
        List<Run> runs) {
    static final int DEPTH_MAX = 32;
    static final int PAGES_MAX = 1 << 24;

    private static final byte[] MAGIC = {'B', 'K', 'S', 'N', 1};
    private static final int PACKS_MAX = 1 << 20;
    private static final int BYTES_MAX = 256 << 20;

    /**
     * Neighbouring pages that are neighbouring records.
     *
     * @param page the first, from 0
     * @param length how many
     * @param pack from 0
     * @param slot the first record, from 0
     */
    record Run(int page, int length, int pack, int slot) {}

    /** The content's length in bytes. */
    long size() {
        return (long) pageSize * pageCount;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        Varints.write(out, path);
        Varints.write(out, created);
        Varints.write(out, pageSize);
        Varints.write(out, pageCount);
        out.writeBytes(HexFormat.of().parseHex(sha256));
        Varints.write(out, parent);
        Varints.write(out, depth);
        Varints.write(out, packs.size());
        packs.forEach(pack -> out.writeBytes(HexFormat.of().parseHex(pack)));
        Varints.write(out, runs.size());
        int end = 0;
        for (var run : runs) {
            Varints.write(out, run.page() - end);
            Varints.write(out, run.length());
            Varints.write(out, run.pack());
            Varints.write(out, run.slot());
            end = run.page() + run.length();
        }
        var object = new ByteArrayOutputStream();
        object.writeBytes(MAGIC);
        try (var deflater = new DeflaterOutputStream(object)) {
            deflater.write(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return object.toByteArray();
    }

    static Manifest read(byte[] object) {
        var head = ByteBuffer.wrap(object);
        if (!Arrays.equals(Varints.bytes(head, MAGIC.length), MAGIC)) {
            throw new DamagedException("not a snapshot of version 1");
        }
        var in = ByteBuffer.wrap(inflate(object));
        var path = Varints.text(in);
        long created = Varints.read(in, 0, Long.MAX_VALUE);
        int pageSize = (int) Varints.read(in, 512, 65_536);
        int pageCount = (int) Varints.read(in, 0, PAGES_MAX);
        var sha256 = HexFormat.of().formatHex(Varints.bytes(in, 32));
        var parent = Varints.text(in);
        int depth = (int) Varints.read(in, 0, DEPTH_MAX);
        int packCount = (int) Varints.read(in, 0, PACKS_MAX);
        var packs = new ArrayList<String>();
        for (int at = 0; at < packCount; at++) {
            packs.add(HexFormat.of().formatHex(Varints.bytes(in, 32)));
        }
        var runs = runs(in, pageCount, packCount);
        if (in.hasRemaining() || parent.isEmpty() != (depth == 0)) {
            throw new DamagedException("a snapshot contradicts itself");
        }
        return new Manifest(path, created, pageSize, pageCount, sha256, parent, depth, packs, runs);
    }

    private static List<Run> runs(ByteBuffer in, int pageCount, int packCount) {
        int count = (int) Varints.read(in, 0, pageCount);
        var runs = new ArrayList<Run>();
        int end = 0;
        for (int at = 0; at < count; at++) {
            int page = end + (int) Varints.read(in, 0, pageCount - (long) end);
            int length = (int) Varints.read(in, 1, pageCount - (long) page);
            int pack = (int) Varints.read(in, 0, packCount - 1L);
            int slot = (int) Varints.read(in, 0, PAGES_MAX);
            runs.add(new Run(page, length, pack, slot));
            end = page + length;
        }
        return runs;
    }

    private static byte[] inflate(byte[] object) {
        var stream = new ByteArrayInputStream(object, MAGIC.length, object.length - MAGIC.length);
        try (var inflater = new InflaterInputStream(stream)) {
            byte[] bytes = inflater.readNBytes(BYTES_MAX);
            if (inflater.read() >= 0) {
                throw new DamagedException("a snapshot is too long");
            }
            return bytes;
        } catch (IOException e) {
            throw new DamagedException("a snapshot isn't deflated data", e);
        }
    }
}
