package dev.holdfast.buckia.pieces;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.carry.Carried;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.pack.Condemned;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Varints;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.tree.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Carries files of chosen paths as sealed pieces: {@code docs/formats/encryption.md}. */
public final class SealedCarrier implements Carrier {
    private static final String PREFIX = ".buckia/pieces/";
    private static final byte[] MAGIC = {'B', 'K', 'P', 'L', 1};
    private static final int PIECE_BYTES = 4 << 20;
    private static final int HASH_BYTES = 32;
    private static final Pattern COPY = Pattern.compile(" \\(conflict [^()/]*\\)(?=[^/]*$)");

    private final ContentStore contents;
    private final Seal seal;
    private final List<Glob> paths;
    private final Duration grace;

    /**
     * A carrier of the paths that one of the globs takes.
     *
     * @param grace how long something useless stays before it is deleted; longer than any upload takes
     */
    public SealedCarrier(SteadyBucket bucket, Seal seal, List<Glob> paths, Duration grace) {
        this.contents = new ContentStore(bucket);
        this.seal = seal;
        this.paths = List.copyOf(paths);
        this.grace = grace;
    }

    /**
     * What a file consists of.
     *
     * @param hashes of the pieces' contents
     * @param names of their objects
     */
    private record Pieces(String sha256, long size, List<String> hashes, List<String> names) {}

    @Override
    public String name() {
        return "sealed";
    }

    @Override
    public boolean takes(String path, Path file, long size) {
        return insists(path);
    }

    /** Also a conflict's copy of such a path, whatever it is called. */
    @Override
    public boolean insists(String path) {
        var original = COPY.matcher(path).replaceFirst("");
        return paths.stream().anyMatch(glob -> glob.matches(path) || glob.matches(original));
    }

    @Override
    public long stamp(Path file) {
        return 0;
    }

    @Override
    public Content digest(String path, Path file) throws IOException {
        return new Content(Hashing.sha256(file), Files.size(file));
    }

    @Override
    public Carried send(String path, Path file, String before) throws IOException {
        var there = new HashMap<String, String>();
        if (!before.isEmpty()) {
            try {
                var old = read(before);
                for (int at = 0; at < old.hashes().size(); at++) {
                    there.put(old.hashes().get(at), old.names().get(at));
                }
            } catch (DamagedException | WrongKeyException _) {
                // What can't be read spares nothing; all of it sent again mends it.
                there.clear();
            }
        }
        var hashes = new ArrayList<String>();
        var names = new ArrayList<String>();
        var whole = Hashing.digest();
        long size = 0;
        try (var in = Files.newInputStream(file)) {
            for (byte[] piece = in.readNBytes(PIECE_BYTES); piece.length > 0; piece = in.readNBytes(PIECE_BYTES)) {
                whole.update(piece);
                size += piece.length;
                var hash = Hashing.sha256(piece);
                var name = there.get(hash);
                if (name == null) {
                    name = contents.put(PREFIX, seal.seal(piece, PREFIX), false).substring(PREFIX.length());
                    there.put(hash, name);
                }
                hashes.add(hash);
                names.add(name);
            }
        }
        var sha256 = HexFormat.of().formatHex(whole.digest());
        var list = bytes(new Pieces(sha256, size, hashes, names));
        var key = contents.put(PREFIX, seal.seal(list, PREFIX), false);
        return new Carried(sha256, size, key.substring(PREFIX.length()));
    }

    @Override
    public void fetch(String path, Carried carried, Path target) throws IOException {
        try {
            write(path, carried, target);
        } catch (DamagedException | WrongKeyException e) {
            // One file's trouble; the others go on.
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(String path, Carried carried, Path target) throws IOException {
        var pieces = read(carried.reference());
        var whole = Hashing.digest();
        try (var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int at = 0; at < pieces.names().size(); at++) {
                byte[] piece = seal.open(contents.get(PREFIX + pieces.names().get(at)), PREFIX);
                if (!Hashing.sha256(piece).equals(pieces.hashes().get(at))) {
                    throw new DamagedException(path + " has a piece that was swapped in the bucket");
                }
                whole.update(piece);
                out.write(piece);
            }
        }
        if (!HexFormat.of().formatHex(whole.digest()).equals(carried.sha256())) {
            throw new DamagedException(path + " in the bucket isn't the version that the index names");
        }
    }

    @Override
    public void replacing(Path file) {
        // An ordinary file has nothing beside it.
    }

    @Override
    public Collected collect(Set<String> live) {
        var useless = new HashSet<String>();
        contents.list(PREFIX).forEach(object -> useless.add(object.key()));
        for (var reference : live) {
            if (useless.remove(PREFIX + reference)) {
                try {
                    read(reference).names().forEach(name -> useless.remove(PREFIX + name));
                } catch (DamagedException | WrongKeyException e) {
                    // It may name any of them.
                    return new Collected(
                            0, List.of("all encrypted pieces, since one of their lists can't be read: " + e.getMessage()));
                }
            }
        }
        return new Collected(new Condemned(contents, grace).delete(useless, PREFIX), List.of());
    }

    @Override
    public Map<String, String> missing(Set<String> references) {
        var wrong = new TreeMap<String, String>();
        var listed = references.isEmpty() ? Map.<String, Long>of() : contents.sizes(PREFIX);
        for (var reference : references) {
            try {
                var pieces = read(reference);
                for (int at = 0; at < pieces.names().size(); at++) {
                    long open = Math.min(PIECE_BYTES, pieces.size() - (long) at * PIECE_BYTES);
                    var fault = contents.fault(PREFIX + pieces.names().get(at), listed, seal.sealedLength(open));
                    if (fault != null) {
                        wrong.put(reference, fault);
                    }
                }
            } catch (DamagedException | WrongKeyException e) {
                wrong.put(reference, String.valueOf(e.getMessage()));
            }
        }
        return wrong;
    }

    private static byte[] bytes(Pieces pieces) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(HexFormat.of().parseHex(pieces.sha256()));
        Varints.write(out, pieces.size());
        for (int at = 0; at < pieces.names().size(); at++) {
            out.writeBytes(HexFormat.of().parseHex(pieces.hashes().get(at)));
            out.writeBytes(HexFormat.of().parseHex(pieces.names().get(at)));
        }
        return out.toByteArray();
    }

    private Pieces read(String reference) {
        var in = ByteBuffer.wrap(seal.open(contents.get(PREFIX + reference), PREFIX));
        if (!Arrays.equals(Varints.bytes(in, MAGIC.length), MAGIC)) {
            throw new DamagedException(reference + " isn't a list of pieces of version 1");
        }
        var sha256 = HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES));
        long size = Varints.read(in, 0, Long.MAX_VALUE);
        var hashes = new ArrayList<String>();
        var names = new ArrayList<String>();
        while (in.hasRemaining()) {
            hashes.add(HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES)));
            names.add(HexFormat.of().formatHex(Varints.bytes(in, HASH_BYTES)));
        }
        return new Pieces(sha256, size, hashes, names);
    }
}
