package dev.holdfast.buckia.pieces;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.carry.Carried;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.pack.Condemned;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Pack;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Carries files of chosen paths as sealed pieces: {@code docs/formats/encryption.md}. */
public final class SealedCarrier implements Carrier {
    static final String PREFIX = ".buckia/pieces/";
    private static final PieceList NOTHING = new PieceList("", 0, List.of(), List.of());
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
        try (var in = Files.newInputStream(file);
                var outgoing = new Outgoing(contents, seal, before.isEmpty() ? NOTHING : readable(before))) {
            var list = outgoing.send(in);
            var key = contents.put(PREFIX, seal.seal(list.bytes(), PREFIX), false);
            return new Carried(list.sha256(), list.size(), key.substring(PREFIX.length()));
        }
    }

    /** What can't be read spares nothing; all of it sent again mends it. */
    private PieceList readable(String reference) {
        try {
            return read(reference);
        } catch (DamagedException | WrongKeyException _) {
            return NOTHING;
        }
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
        var list = read(carried.reference());
        var offsets = new long[list.chunks().size()];
        var byPack = new TreeMap<Integer, List<Integer>>();
        long size = 0;
        for (int at = 0; at < offsets.length; at++) {
            offsets[at] = size;
            size += list.chunks().get(at).length();
            byPack.computeIfAbsent(list.chunks().get(at).pack(), unused -> new ArrayList<>())
                    .add(at);
        }
        try (var out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var each : byPack.entrySet()) {
                var key = PREFIX + list.packs().get(each.getKey()).name();
                byte[] opened = seal.open(contents.get(key), PREFIX);
                boolean whole = list.chunks().get(each.getValue().getFirst()).slot() == PieceList.WHOLE;
                var records = whole ? List.of(opened) : Pack.read(opened);
                for (int at : each.getValue()) {
                    int slot = Math.max(0, list.chunks().get(at).slot());
                    byte[] chunk = slot < records.size() ? records.get(slot) : new byte[0];
                    if (!Hashing.sha256(chunk).equals(list.chunks().get(at).hash())) {
                        throw new DamagedException(path + " has a piece that was swapped in the bucket");
                    }
                    var bytes = ByteBuffer.wrap(chunk);
                    while (bytes.hasRemaining()) {
                        out.write(bytes, offsets[at] + bytes.position());
                    }
                }
            }
        }
        if (!Hashing.sha256(target).equals(carried.sha256())) {
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
                    read(reference).packs().forEach(pack -> useless.remove(PREFIX + pack.name()));
                } catch (DamagedException | WrongKeyException e) {
                    // It may name any of them.
                    return new Collected(
                            0,
                            List.of("all encrypted pieces, since one of their lists can't be read: " + e.getMessage()));
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
                var list = read(reference);
                for (int at = 0; at < list.packs().size(); at++) {
                    var pack = list.packs().get(at);
                    // A piece of version 1 is one object.
                    long length = pack.length() < 0
                            ? seal.sealedLength(list.chunks().get(at).length())
                            : pack.length();
                    var fault = contents.fault(PREFIX + pack.name(), listed, length);
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

    private PieceList read(String reference) {
        return PieceList.read(seal.open(contents.get(PREFIX + reference), PREFIX));
    }
}
