package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Where a client stands: the vector that is written into an opaque cursor (docs/formats/change-feed.md, The cursor's bytes).
 *
 * @param generation 16 bytes: the epoch and the kinds
 * @param filter 8 bytes: what was asked for
 * @param next place of the entry at which the next page begins
 * @param entries ascending by space
 */
record Cursor(byte[] generation, byte[] filter, int next, List<CursorEntry> entries) {
    static final int ENTRIES_MAX = 2_000;
    static final int GENERATION_BYTES = 16;
    static final int FILTER_BYTES = 8;

    private static final byte FORMAT = 1;
    private static final int CHECK_BYTES = 8;
    private static final int VARINT_BYTES_MAX = 9;
    private static final int TEXT_LENGTH_MAX = 100_000;

    /** The opaque text. */
    String encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORMAT);
        out.writeBytes(generation);
        out.writeBytes(filter);
        varint(out, next);
        varint(out, entries.size());
        for (CursorEntry entry : entries) {
            out.writeBytes(Hash.bytes(entry.space()));
            varint(out, entry.position() << 1 | (entry.told() ? 1 : 0));
            varint(out, entry.floor());
        }
        out.writeBytes(Arrays.copyOf(Hash.sha256(out.toByteArray()), CHECK_BYTES));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    /** Reads what {@link #encode} wrote. Throws CURSOR_INVALID for anything else. */
    static Cursor decode(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw invalid();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            int end = bytes.length - CHECK_BYTES;
            if (end < 0 || bytes[0] != FORMAT) {
                throw invalid();
            }
            byte[] check = Arrays.copyOf(Hash.sha256(Arrays.copyOf(bytes, end)), CHECK_BYTES);
            if (!Arrays.equals(check, 0, CHECK_BYTES, bytes, end, bytes.length)) {
                throw invalid();
            }
            Cursor cursor = read(ByteBuffer.wrap(bytes, 1, end - 1));
            if (!cursor.encode().equals(text)) {
                throw invalid();
            }
            return cursor;
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw invalid();
        }
    }

    private static Cursor read(ByteBuffer in) {
        byte[] generation = new byte[GENERATION_BYTES];
        byte[] filter = new byte[FILTER_BYTES];
        in.get(generation);
        in.get(filter);
        long next = varint(in);
        long count = varint(in);
        if (count > ENTRIES_MAX || next > 0 && next >= count) {
            throw invalid();
        }
        List<CursorEntry> entries = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            UUID space = new UUID(in.getLong(), in.getLong());
            long position = varint(in);
            CursorEntry entry = new CursorEntry(space, position >>> 1, (position & 1) == 1, varint(in));
            if (i > 0 && CursorEntry.BY_ID.compare(entries.get(i - 1).space(), space) >= 0) {
                throw invalid();
            }
            entries.add(entry);
        }
        if (in.hasRemaining()) {
            throw invalid();
        }
        return new Cursor(generation, filter, (int) next, entries);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            byte part = in.get();
            value |= (long) (part & 0x7f) << 7 * i;
            if (part >= 0) {
                return value;
            }
        }
        throw invalid();
    }

    private static Problem invalid() {
        return new Problem(
                Code.CURSOR_INVALID, "The cursor is neither one of ours nor an ISO-8601 instant nor a ULID.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cursor that && encode().equals(that.encode());
    }

    @Override
    public int hashCode() {
        return encode().hashCode();
    }

    @Override
    public String toString() {
        return "Cursor" + entries + " next " + next;
    }
}
