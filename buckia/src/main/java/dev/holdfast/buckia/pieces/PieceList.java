package dev.holdfast.buckia.pieces;

import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What an encrypted file consists of: {@code docs/formats/encryption.md}.
 *
 * @param sha256 of the file
 * @param size of the file in bytes
 * @param packs that its chunks lie in
 * @param chunks in the file's order
 */
record PieceList(String sha256, long size, List<Stored> packs, List<Chunk> chunks) {
    private static final byte[] MAGIC = {'B', 'K', 'P', 'L'};
    private static final int HASH_BYTES = 32;
    private static final int PACKS_MAX = 1 << 24;
    private static final int CHUNK_BYTES_MAX = 1 << 17;
    /** All pieces of version 1 but the last. */
    private static final int PIECE_BYTES = 4 << 20;
    /** The slot of a piece of version 1, which is an object by itself. */
    static final int WHOLE = -1;

    /**
     * An object.
     *
     * @param name what follows the prefix
     * @param length of the object in bytes, or -1 if the list doesn't say
     */
    record Stored(String name, long length) {}

    /**
     * A stretch of the file.
     *
     * @param hash SHA-256, lower-case hexadecimal
     * @param pack number of its pack, from 0
     * @param slot number of its record in the pack, from 0, or {@link #WHOLE}
     * @param length in bytes
     */
    record Chunk(String hash, int pack, int slot, int length) {}

    /** As version 2. */
    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.write(2);
        out.writeBytes(HexFormat.of().parseHex(sha256));
        Varints.write(out, size);
        Varints.write(out, packs.size());
        for (var pack : packs) {
            out.writeBytes(HexFormat.of().parseHex(pack.name()));
            Varints.write(out, pack.length());
        }
        for (var chunk : chunks) {
            out.writeBytes(HexFormat.of().parseHex(chunk.hash()));
            Varints.write(out, chunk.pack());
            Varints.write(out, chunk.slot());
            Varints.write(out, chunk.length());
        }
        return out.toByteArray();
    }

    /** Reads version 1 or 2. */
    static PieceList read(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (!Arrays.equals(Varints.bytes(in, MAGIC.length), MAGIC)) {
            throw new DamagedException("not a list of pieces");
        }
        int version = Varints.bytes(in, 1)[0];
        var sha256 = HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES));
        long size = Varints.read(in, 0, Long.MAX_VALUE);
        return switch (version) {
            case 1 -> first(in, sha256, size);
            case 2 -> second(in, sha256, size);
            default -> throw new DamagedException("a list of pieces of version " + version + ", not 1 or 2");
        };
    }

    private static PieceList first(ByteBuffer in, String sha256, long size) {
        var packs = new ArrayList<Stored>();
        var chunks = new ArrayList<Chunk>();
        for (long left = size; in.hasRemaining(); left -= PIECE_BYTES) {
            var hash = HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES));
            chunks.add(new Chunk(hash, packs.size(), WHOLE, Math.clamp(left, 0, PIECE_BYTES)));
            packs.add(new Stored(HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES)), -1));
        }
        return new PieceList(sha256, size, packs, chunks);
    }

    private static PieceList second(ByteBuffer in, String sha256, long size) {
        int count = (int) Varints.read(in, 0, PACKS_MAX);
        var packs = new ArrayList<Stored>();
        for (int at = 0; at < count; at++) {
            var name = HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES));
            packs.add(new Stored(name, Varints.read(in, 1, Integer.MAX_VALUE)));
        }
        var chunks = new ArrayList<Chunk>();
        long sum = 0;
        while (in.hasRemaining()) {
            var hash = HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES));
            int pack = (int) Varints.read(in, 0, count - 1L);
            int slot = (int) Varints.read(in, 0, Integer.MAX_VALUE);
            chunks.add(new Chunk(hash, pack, slot, (int) Varints.read(in, 1, CHUNK_BYTES_MAX)));
            sum += chunks.getLast().length();
        }
        if (sum != size) {
            throw new DamagedException("a list of pieces contradicts itself");
        }
        return new PieceList(sha256, size, packs, chunks);
    }
}
