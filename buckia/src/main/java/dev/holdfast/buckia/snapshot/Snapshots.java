package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Pack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Snapshots of SQLite files in a bucket: {@code docs/formats/sqlite-delta.md}. */
public final class Snapshots {
    /** Where they lie. */
    static final String PREFIX = ".buckia/snapshots/";

    static final int FOLDER_DIGITS = 40;
    static final int REFERENCE_LENGTH = FOLDER_DIGITS + 1 + 19 + 1 + 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSSX", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ContentStore contents;
    private final Seal seal;
    private final InstantSource clock;
    private final Scratch scratch;
    private final Duration grace;

    /**
     * Snapshots in a bucket.
     *
     * @param scratch a folder for copies, on a disk with room for the largest file
     * @param grace how long something useless stays before it is deleted; longer than any upload takes
     */
    public Snapshots(SteadyBucket bucket, Seal seal, InstantSource clock, Path scratch, Duration grace) {
        this.contents = new ContentStore(bucket);
        this.seal = seal;
        this.clock = clock;
        this.scratch = new Scratch(scratch);
        this.grace = grace;
    }

    /** Takes a snapshot of a file that others may be writing, and sends what of it the bucket doesn't have. */
    public Snapshot take(String path, Path file) throws IOException {
        var before = list(path).stream().findFirst().map(Snapshot::reference).orElse("");
        try (var shot = shoot(file)) {
            var reference = send(path, shot, before);
            return new Snapshot(reference, taken(reference));
        }
    }

    /** All kept snapshots of a file, the latest first. */
    public List<Snapshot> list(String path) {
        var prefix = PREFIX + folder(path) + "/";
        return contents.list(prefix).stream()
                .map(object -> object.key().substring(PREFIX.length()))
                .filter(Snapshots::isReference)
                .map(reference -> new Snapshot(reference, taken(reference)))
                .sorted(Comparator.comparing(Snapshot::taken).reversed().thenComparing(Snapshot::reference))
                .toList();
    }

    /** The latest snapshot of a file at or before a moment. */
    public Optional<Snapshot> at(String path, Instant moment) {
        return list(path).stream().filter(each -> !each.taken().isAfter(moment)).findFirst();
    }

    /**
     * Writes a snapshot to where its file is to be, at once and whole; the one that was there stays if anything fails.
     *
     * @throws IOException if what came isn't whole, or another program has the file open
     * @throws DamagedException if the bucket's objects aren't what they were
     */
    public void restore(Snapshot snapshot, Path target) throws IOException {
        var temporary = beside(target, snapshot.reference());
        try {
            var manifest = manifest(snapshot.reference());
            fetch(snapshot.reference(), manifest.sha256(), temporary);
            DatabaseStore.settleOld(target);
            Scratch.force(temporary);
            Files.move(temporary, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A file on the target's disk: in the scratch folder, where leftovers of a kill are swept, or next to the target. */
    private Path beside(Path target, String reference) throws IOException {
        var folder = target.toAbsolutePath().getParent();
        var inside = scratch.fresh();
        if (folder != null && Files.getFileStore(folder).equals(Files.getFileStore(scratch.folder()))) {
            return inside;
        }
        var name = "." + target.getFileName() + "." + reference.substring(REFERENCE_LENGTH - 12);
        var next = target.toAbsolutePath().resolveSibling(name);
        Files.deleteIfExists(next);
        return next;
    }

    /**
     * Deletes what neither an index nor a rule keeps, and packs that nothing names any more; at the earliest at the second
     * call, when the grace time has passed.
     *
     * @param live references in the indexes
     */
    public Carrier.Collected collect(Set<String> live, KeepRule rule) {
        return new SnapshotCare(contents, this::manifest, grace).collect(live, rule);
    }

    Map<String, String> missing(Set<String> references) {
        return new SnapshotCare(contents, this::manifest, grace).missing(references);
    }

    Map<String, String> damaged() {
        return new SnapshotCare(contents, this::manifest, grace).damaged();
    }

    Shot shoot(Path file) throws IOException {
        var copy = scratch.fresh();
        try {
            DatabaseStore.copy(file, copy);
            return Shot.of(copy);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Sends a snapshot; what the one before has stays where it is. Returns its reference. */
    String send(String path, Shot shot, String before) throws IOException {
        var known = laid(path, before);
        if (known.table().pageSize() != shot.table().pageSize()) {
            known = Laid.NONE;
        }
        var folder = folder(path);
        var sending = new Sending(contents, seal, known, shot, sparse(known));
        sending.sendPages();
        var bytes = seal.seal(sending.manifest(path, clock.millis()).bytes(), PREFIX + folder);
        var prefix = PREFIX + folder + "/" + TIME.format(Instant.ofEpochMilli(clock.millis())) + "-";
        var reference = contents.put(prefix, bytes, false).substring(PREFIX.length());
        scratch.save(path, sending.laid(reference));
        return reference;
    }

    /**
     * Packs of which an earlier snapshot uses less than a quarter, looked for when the next one has no parent: its pages leave
     * them, and they go with the snapshots before. No more than a quarter of the file's pages is sent again.
     */
    private Set<Integer> sparse(Laid laid) {
        if (laid.depth() < Manifest.DEPTH_MAX) {
            return Set.of();
        }
        var table = laid.table();
        int[] used = new int[laid.packs().size()];
        long[] records = new long[used.length];
        for (int page = 0; page < table.count(); page++) {
            int pack = table.packs()[page];
            if (pack >= 0) {
                used[pack]++;
                records[pack] = Math.max(records[pack], table.slots()[page] + 1L);
            }
        }
        var sizes = new HashMap<String, Long>();
        contents.list(Pack.PREFIX).forEach(object -> sizes.put(object.key(), object.size()));
        for (int pack = 0; pack < used.length; pack++) {
            long size = sizes.getOrDefault(Pack.PREFIX + laid.packs().get(pack), 0L);
            // A record is a page at most, so there are at least so many.
            records[pack] = Math.max(records[pack], size / (table.pageSize() + 3L));
        }
        var sparse = new HashSet<Integer>();
        int budget = table.count() / 4;
        for (int pack = 0; pack < used.length; pack++) {
            if (used[pack] > 0 && used[pack] * 4L < records[pack] && used[pack] <= budget) {
                sparse.add(pack);
                budget -= used[pack];
            }
        }
        return sparse;
    }

    /** Writes a snapshot into a new file and checks it. */
    void fetch(String reference, String sha256, Path target) throws IOException {
        var manifest = manifest(reference);
        if (!manifest.sha256().equals(sha256)) {
            throw new DamagedException("the snapshot " + reference + " isn't the version that the index names");
        }
        var laid = resolve(reference, manifest);
        var filled = new Receiving(contents, seal, laid).write(target);
        if (!filled.equals(sha256)) {
            throw new DamagedException("the snapshot " + reference + " doesn't make the file that it names");
        }
        DatabaseStore.check(target);
        scratch.save(manifest.path(), laid);
    }

    /** What is known of the pages of an earlier snapshot, from here or else from the bucket. */
    private Laid laid(String path, String reference) throws IOException {
        if (reference.isEmpty()) {
            return Laid.NONE;
        }
        var saved = scratch.load(path, reference);
        if (saved.isPresent()) {
            return saved.get();
        }
        try {
            var laid = resolve(reference, manifest(reference));
            new Receiving(contents, seal, laid).hash();
            return laid;
        } catch (DamagedException _) {
            // A delta can't build on what is damaged; a whole one mends it.
            return Laid.NONE;
        }
    }

    private Manifest manifest(String reference) {
        if (reference.length() != REFERENCE_LENGTH) {
            throw new DamagedException("not a snapshot's reference: " + reference);
        }
        var context = PREFIX + reference.substring(0, FOLDER_DIGITS);
        return Manifest.read(seal.open(contents.get(PREFIX + reference), context));
    }

    /** The pages of a snapshot and, where it says nothing, its parents'. */
    private Laid resolve(String reference, Manifest manifest) {
        var chain = new ArrayList<Manifest>();
        for (var each = manifest; ; each = manifest(each.parent())) {
            chain.addFirst(each);
            if (each.parent().isEmpty()) {
                break;
            }
            if (chain.size() > Manifest.DEPTH_MAX) {
                throw new DamagedException("the snapshot " + reference + " has too many parents");
            }
        }
        var numbers = new HashMap<String, Integer>();
        var names = new ArrayList<String>();
        var table = PageTable.zeros(manifest.pageSize(), 0);
        for (var each : chain) {
            if (each.pageSize() != manifest.pageSize()) {
                throw new DamagedException("the snapshot " + reference + " has a parent with other pages");
            }
            table = table.resized(each.pageCount());
            for (var run : each.runs()) {
                int pack = numbers.computeIfAbsent(each.packs().get(run.pack()), name -> {
                    names.add(name);
                    return names.size() - 1;
                });
                for (int at = 0; at < run.length(); at++) {
                    table.setPlace(run.page() + at, pack, run.slot() + at);
                }
            }
        }
        return new Laid(reference, manifest.depth(), names, table);
    }

    private String folder(String path) {
        return seal.hide(path).substring(0, FOLDER_DIGITS);
    }

    /** Whether an object below the prefix may be a snapshot, as far as its name tells. */
    static boolean isReference(String text) {
        try {
            return text.length() == REFERENCE_LENGTH && taken(text).toEpochMilli() > 0;
        } catch (DamagedException _) {
            return false;
        }
    }

    static Instant taken(String reference) {
        try {
            return TIME.parse(reference.substring(FOLDER_DIGITS + 1, REFERENCE_LENGTH - 65), Instant::from);
        } catch (DateTimeParseException e) {
            throw new DamagedException("not a snapshot's reference: " + reference, e);
        }
    }
}
