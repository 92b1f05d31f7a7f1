package dev.holdfast.buckia.pack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Records, compressed one by one, as the bytes of one object: {@code docs/formats/sqlite-delta.md}. */
public final class Pack implements AutoCloseable {
    /** Where packs lie. */
    public static final String PREFIX = ".buckia/packs/";

    private static final byte[] MAGIC = {'B', 'K', 'P', 'K', 1};
    private static final int BYTES_MAX = 8 << 20;
    private static final int RECORD_BYTES_MAX = 1 << 17;
    private static final int RECORDS_MAX = 1 << 20;

    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private int count;

    /** An empty one. */
    public Pack() {
        // Holds a deflater, which close() gives back.
    }

    /** The number of records so far. */
    public int count() {
        return count;
    }

    /** How many bytes its records take so far. */
    public int length() {
        return records.size();
    }

    /** Whether it should be sent before another record is added. */
    public boolean isFull() {
        return records.size() >= BYTES_MAX;
    }

    /** Adds a record of at most 128 KiB. */
    public void add(byte[] record) {
        byte[] deflated = new byte[record.length];
        deflater.reset();
        deflater.setInput(record);
        deflater.finish();
        int length = deflater.deflate(deflated);
        if (deflater.finished() && length < record.length) {
            Varints.write(records, 2L * length + 1);
            records.write(deflated, 0, length);
        } else {
            Varints.write(records, 2L * record.length);
            records.writeBytes(record);
        }
        count++;
    }

    /** Adds an empty record that nothing names, so that the same contents get another name. */
    public void rename() {
        Varints.write(records, 0);
        count++;
    }

    /** The object's bytes. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream(records.size() + 16);
        out.writeBytes(MAGIC);
        Varints.write(out, count);
        out.writeBytes(records.toByteArray());
        return out.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
    }

    /**
     * The records in an object's bytes.
     *
     * @throws DamagedException if they aren't a pack
     */
    public static List<byte[]> read(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (!Arrays.equals(Varints.bytes(in, MAGIC.length), MAGIC)) {
            throw new DamagedException("not a pack of version 1");
        }
        int count = (int) Varints.read(in, 0, RECORDS_MAX);
        var records = new ArrayList<byte[]>();
        var inflater = new Inflater(true);
        try {
            byte[] buffer = new byte[RECORD_BYTES_MAX];
            for (int at = 0; at < count; at++) {
                long head = Varints.read(in, 0, 2L * RECORD_BYTES_MAX + 1);
                byte[] stored = Varints.bytes(in, (int) (head >> 1));
                records.add((head & 1) == 0 ? stored : inflate(inflater, stored, buffer));
            }
        } finally {
            inflater.end();
        }
        if (in.hasRemaining()) {
            throw new DamagedException("a pack goes on after its last record");
        }
        return records;
    }

    private static byte[] inflate(Inflater inflater, byte[] stored, byte[] buffer) {
        try {
            inflater.reset();
            inflater.setInput(stored);
            int length = inflater.inflate(buffer);
            if (!inflater.finished()) {
                throw new DamagedException("a record of a pack doesn't end");
            }
            return Arrays.copyOf(buffer, length);
        } catch (DataFormatException e) {
            throw new DamagedException("a record of a pack isn't deflated data", e);
        }
    }
}
