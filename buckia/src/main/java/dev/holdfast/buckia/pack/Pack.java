package dev.holdfast.buckia.pack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Records, compressed one by one, as the bytes of one object: {@code docs/formats/sqlite-delta.md}. */
public final class Pack implements AutoCloseable {
    /** Where packs lie. */
    public static final String PREFIX = ".buckia/packs/";

    private static final byte[] MAGIC = {'B', 'K', 'P', 'K', 1};
    private static final int BYTES_MAX = 8 << 20;
    private static final int RECORD_BYTES_MAX = 1 << 17;
    private static final int RECORDS_MAX = 1 << 20;

    private static final int HEAD_BYTES_MAX = 16;

    private final Compressor compressor = new Compressor();
    private byte[] buffer = new byte[1 << 16];
    private int end = HEAD_BYTES_MAX;
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
        return end - HEAD_BYTES_MAX;
    }

    /** Whether it should be sent before another record is added. */
    public boolean isFull() {
        return length() >= BYTES_MAX;
    }

    /** Adds a record of at most 128 KiB. */
    public void add(byte[] record) {
        addCompressed(compressor.compress(record));
    }

    /** Adds a record that a {@link Compressor} has seen. */
    public void addCompressed(byte[] record) {
        if (end + record.length > buffer.length) {
            int most = HEAD_BYTES_MAX + BYTES_MAX + RECORD_BYTES_MAX + 4;
            buffer = Arrays.copyOf(buffer, Math.max(end + record.length, Math.min(most, 4 * buffer.length)));
        }
        System.arraycopy(record, 0, buffer, end, record.length);
        end += record.length;
        count++;
    }

    /** Adds an empty record that nothing names, so that the same contents get another name. */
    public void rename() {
        addCompressed(new byte[1]);
    }

    /** The object's bytes. */
    public byte[] bytes() {
        var object = object();
        return Arrays.copyOfRange(object.array(), object.position(), object.limit());
    }

    /** The object's bytes where they are, until something is added. */
    public ByteBuffer object() {
        var head = new ByteArrayOutputStream(HEAD_BYTES_MAX);
        head.writeBytes(MAGIC);
        Varints.write(head, count);
        int from = HEAD_BYTES_MAX - head.size();
        System.arraycopy(head.toByteArray(), 0, buffer, from, head.size());
        return ByteBuffer.wrap(buffer, from, end - from);
    }

    /** Makes it empty, to be filled again. */
    public void clear() {
        end = HEAD_BYTES_MAX;
        count = 0;
    }

    @Override
    public void close() {
        compressor.close();
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
