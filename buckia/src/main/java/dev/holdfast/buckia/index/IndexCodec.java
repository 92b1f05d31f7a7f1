package dev.holdfast.buckia.index;

import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Keys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Writes and reads index objects as {@code docs/formats/bucket-layout.md} says. */
public final class IndexCodec {
    private static final byte[] MAGIC = {'B', 'K', 'I', 'X', 1};
    private static final int DELETED = 1;
    private static final int CARRIED = 2;
    private static final String NO_CONTENT = "0".repeat(64);
    private static final long BYTES_MAX = 1L << 30;
    private static final int DEVICES_MAX = 10_000;

    private IndexCodec() {}

    /** The bytes of an index; the same index gives the same bytes. */
    public static byte[] encode(DeviceIndex index) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var packed = new DeflaterOutputStream(out, deflater, 1 << 16)) {
            var writer = new Writer();
            writer.text(index.device());
            writer.number(index.generation());
            writer.number(index.entries().size());
            byte[] before = {};
            for (var entry : index.entries()) {
                before = writer.entry(entry, before);
                if (writer.bytes.size() > 1 << 16) {
                    packed.write(writer.bytes.toByteArray());
                    writer.bytes.reset();
                }
            }
            packed.write(writer.bytes.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("memory doesn't fail to be written", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /** Whether bytes are an index of some version that isn't sealed. */
    public static boolean isOpen(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length - 1, MAGIC, 0, MAGIC.length - 1);
    }

    /**
     * The index that the bytes hold.
     *
     * @throws BadIndexException if they aren't one
     */
    public static DeviceIndex decode(byte[] bytes) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadIndexException(
                    "not an index of version 1; a newer program may have written it, or it is encrypted");
        }
        var packed = new ByteArrayInputStream(bytes, MAGIC.length, bytes.length - MAGIC.length);
        var inflater = new Inflater();
        try (var in = new InflaterInputStream(packed, inflater)) {
            var all = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, BYTES_MAX));
            if (in.read() >= 0 || packed.available() > 0 || inflater.getRemaining() > 0) {
                throw new BadIndexException("an index with more behind its end");
            }
            return new Reader(all).index();
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException | BucketException e) {
            throw new BadIndexException("a damaged index: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        byte[] entry(Entry entry, byte[] before) {
            var path = entry.path().getBytes(StandardCharsets.UTF_8);
            int shared = Arrays.mismatch(path, before);
            shared = shared < 0 ? path.length : shared;
            number(shared);
            number(path.length - shared);
            bytes.write(path, shared, path.length - shared);
            bytes.write((entry.deleted() ? DELETED : 0) | (entry.isPlain() ? 0 : CARRIED));
            number(entry.size());
            number(entry.modified() << 1 ^ entry.modified() >> 63);
            bytes.writeBytes(HexFormat.of().parseHex(entry.sha256().isEmpty() ? NO_CONTENT : entry.sha256()));
            number(entry.version().counters().size());
            entry.version().counters().forEach((device, count) -> {
                text(device);
                number(count);
            });
            text(entry.carriage().tag());
            if (!entry.isPlain()) {
                text(entry.carriage().carrier());
                text(entry.carriage().reference());
            }
            return path;
        }

        void text(String text) {
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            bytes.writeBytes(utf8);
        }

        void number(long number) {
            long rest = number;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private final Map<SortedMap<String, Long>, VersionVector> versions = new HashMap<>();
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        DeviceIndex index() {
            var device = text();
            long generation = number();
            long count = number();
            List<Entry> entries = new ArrayList<>((int) Math.min(count, 1 << 20));
            byte[] before = {};
            for (long each = 0; each < count; each++) {
                int shared = size();
                int rest = size();
                var path = Arrays.copyOf(before, shared + rest);
                System.arraycopy(bytes, at, path, shared, rest);
                at += rest;
                if (shared > before.length || Arrays.compareUnsigned(before, path) >= 0) {
                    throw new BadIndexException("an index out of order");
                }
                entries.add(entry(Keys.check(new String(path, StandardCharsets.UTF_8))));
                before = path;
            }
            if (at != bytes.length) {
                throw new BadIndexException("an index with more behind its end");
            }
            return new DeviceIndex(device, generation, entries);
        }

        private Entry entry(String path) {
            int flags = bytes[at++];
            long size = number();
            long zigzag = number();
            var sha256 = HexFormat.of().formatHex(bytes, at, at + 32);
            at += 32;
            var counters = new TreeMap<String, Long>();
            int devices = size();
            if (devices > DEVICES_MAX) {
                throw new BadIndexException("a version of " + devices + " devices");
            }
            for (int each = 0; each < devices; each++) {
                counters.put(text(), number());
            }
            var tag = text();
            boolean carried = (flags & CARRIED) != 0;
            var carriage = new Entry.Carriage(tag, carried ? text() : "", carried ? text() : "");
            return new Entry(
                    path,
                    (flags & DELETED) != 0,
                    size,
                    zigzag >>> 1 ^ -(zigzag & 1),
                    sha256.equals(NO_CONTENT) ? "" : sha256,
                    versions.computeIfAbsent(counters, VersionVector::new),
                    carriage);
        }

        private String text() {
            int length = size();
            var text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        private int size() {
            long size = number();
            if (size < 0 || size > bytes.length - at) {
                throw new BadIndexException("a damaged index: a length of " + size);
            }
            return (int) size;
        }

        private long number() {
            long number = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte each = bytes[at++];
                number |= (long) (each & 0x7f) << shift;
                if (each >= 0) {
                    return number;
                }
            }
            throw new BadIndexException("a damaged index: a number without an end");
        }
    }
}
