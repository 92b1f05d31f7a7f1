package dev.holdfast.bench.buckia;

import dev.holdfast.embedded.EmbeddedObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Buckia beside rclone, restic and rsync: the same files, the same object store in this process, in turn. Every program is
 * started afresh for each run, as a person or a timer would.
 */
public final class BuckiaBench {
    private static final int LATENCY_MS = 30;
    private static final int FEW_OBJECTS = 1_000;
    private static final int STARTS = 5;
    private static final Pattern REQUESTS = Pattern.compile("\"requests\":([0-9]+)");

    private final Path launcher;
    private final Path scratch;
    private final Sizes sizes;
    private final Figures figures;

    /**
     * A run.
     *
     * @param launcher the program {@code buckia}
     * @param scratch an empty folder, on a disk with room for ten times the files
     * @param size {@code full} or {@code small}
     */
    public BuckiaBench(Path launcher, Path scratch, String size, Figures figures) {
        this.launcher = launcher;
        this.scratch = scratch;
        this.sizes = Sizes.of(size);
        this.figures = figures;
    }

    /** Measures everything; takes some minutes. */
    public void run() throws IOException, InterruptedException {
        figures.say(
                "%,d files of %,d MB; a database of %,d MB; %,d local files; %d pairs.",
                sizes.files(),
                sizes.bytes() / 1_000_000,
                sizes.databaseBytes() / 1_000_000,
                sizes.localFiles(),
                sizes.pairs());
        figures.say(
                "%s; %s; %s",
                Peers.version("rclone", "version"),
                Peers.version("restic", "version"),
                Peers.version("rsync", "--version"));
        Path tree = scratch.resolve("tree");
        Samples.tree(tree, sizes.files(), sizes.bytes());
        var options = EmbeddedObjectStore.Options.of(scratch.resolve("objects"), InstantSource.fixed(Instant.EPOCH));
        try (var store = EmbeddedObjectStore.start(options);
                var near = new Delay(store.endpoint(), 0);
                var far = new Delay(store.endpoint(), LATENCY_MS)) {
            Peers peers = new Peers(scratch, store.accessKey(), store.secretKey());
            starts(peers);
            for (int pair = 0; pair < sizes.pairs(); pair++) {
                trees(peers, store, near, "", pair);
                trees(peers, store, far, "_30ms", pair);
            }
            database(peers, store, near, "");
            database(peers, store, far, "_30ms");
            failures(peers, store);
            listing(peers);
        }
        local(new Peers(scratch, "", ""));
    }

    private void starts(Peers peers) throws IOException, InterruptedException {
        Program buckia = peers.buckia(launcher);
        buckia.run("--version");
        for (int at = 0; at < STARTS; at++) {
            figures.sample("start_s", buckia.run("--version").seconds());
        }
    }

    /** Upload, no-op and download of the tree, by each program into a bucket of its own. */
    private void trees(Peers peers, EmbeddedObjectStore store, Delay line, String suffix, int pair)
            throws IOException, InterruptedException {
        Map<String, Double> ours = buckiaTree(peers, store, line, suffix, pair);
        Map<String, Double> theirs = rcloneTree(peers, store, line, suffix, pair);
        ours.forEach((what, seconds) -> {
            if (theirs.containsKey(what)) {
                figures.sample("ratio_" + what + "_to_rclone" + suffix, seconds / theirs.get(what));
            }
        });
        resticTree(peers, store, line, suffix, pair);
    }

    private Map<String, Double> buckiaTree(Peers peers, EmbeddedObjectStore store, Delay line, String suffix, int pair)
            throws IOException, InterruptedException {
        Program buckia = peers.buckia(launcher);
        String bucket = bucket(store, "buckia", suffix, pair);
        String url = "s3://" + bucket;
        String endpoint = line.address().toString();
        Path here = linked("buckia-tree");
        Path there = fresh("buckia-copy");
        Map<String, Double> seconds = new HashMap<>();
        long unused = line.requests();
        seconds.put(
                "upload",
                row(buckia, "upload" + suffix, buckia.run("sync", here.toString(), url, "--endpoint", endpoint)));
        figures.say("%-38s %9d requests", "", line.requests());
        Program.Run noop = buckia.run("sync", here.toString(), url, "--endpoint", endpoint, "--json");
        seconds.put("noop", row(buckia, "no-op" + suffix, noop));
        figures.sample("noop_requests", Math.max(line.requests(), said(noop.out())));
        seconds.put(
                "download",
                row(buckia, "download" + suffix, buckia.run("sync", there.toString(), url, "--endpoint", endpoint)));
        figures.say("%-38s %9d requests", "", line.requests());
        drop(bucket, here, there);
        return seconds;
    }

    private Map<String, Double> rcloneTree(Peers peers, EmbeddedObjectStore store, Delay line, String suffix, int pair)
            throws IOException, InterruptedException {
        Map<String, Double> seconds = new HashMap<>();
        Optional<Program> installed = peers.rclone(line.address());
        if (installed.isPresent()) {
            Program rclone = installed.get();
            String bucket = bucket(store, "rclone", suffix, pair);
            Path here = linked("rclone-tree");
            Path there = fresh("rclone-copy");
            seconds.put(
                    "upload", row(rclone, "upload" + suffix, rclone.run("sync", here.toString(), "store:" + bucket)));
            seconds.put("noop", row(rclone, "no-op" + suffix, rclone.run("sync", here.toString(), "store:" + bucket)));
            seconds.put(
                    "download",
                    row(rclone, "download" + suffix, rclone.run("sync", "store:" + bucket, there.toString())));
            drop(bucket, here, there);
        }
        return seconds;
    }

    private void resticTree(Peers peers, EmbeddedObjectStore store, Delay line, String suffix, int pair)
            throws IOException, InterruptedException {
        String bucket = bucket(store, "restic", suffix, pair);
        Optional<Program> installed = peers.restic(line.address(), bucket);
        if (installed.isPresent() && pair == 0) {
            Program restic = installed.get();
            restic.run("init");
            Path here = linked("restic-tree");
            row(restic, "upload" + suffix, restic.run("backup", here.toString()));
            row(restic, "no-op" + suffix, restic.run("backup", here.toString()));
            drop(bucket, here);
        }
    }

    /** A database of which 1 % of the pages change, at random, between two runs. */
    private void database(Peers peers, EmbeddedObjectStore store, Delay line, String suffix)
            throws IOException, InterruptedException {
        Program buckia = peers.buckia(launcher);
        String bucket = bucket(store, "database", suffix, 0);
        String[] sync = {
            "sync",
            fresh("database").toString(),
            "s3://" + bucket,
            "--endpoint",
            line.address().toString()
        };
        Path folder = Path.of(sync[1]);
        Path file = folder.resolve("things.db");
        Samples.database(file, sizes.databaseBytes());
        String resticBucket = bucket(store, "database-restic", suffix, 0);
        Program restic = peers.restic(line.address(), resticBucket).orElse(null);
        String rcloneBucket = bucket(store, "database-rclone", suffix, 0);
        Program rclone = peers.rclone(line.address()).orElse(null);
        row(buckia, "database, first" + suffix, buckia.run(sync));
        if (restic != null) {
            restic.run("init");
            row(restic, "database, first" + suffix, restic.run("backup", "--exclude", ".buckia", folder.toString()));
        }
        for (int round = 0; round < sizes.pairs(); round++) {
            long changed = Samples.change(file, round);
            long unused = line.sent();
            double ours = row(buckia, "database, 1 % changed" + suffix, buckia.run(sync));
            sent(changed, line.sent(), "sqlite_bytes_ratio", suffix);
            if (restic != null) {
                double theirs = row(
                        restic,
                        "database, 1 % changed" + suffix,
                        restic.run("backup", "--exclude", ".buckia", folder.toString()));
                sent(changed, line.sent(), null, suffix);
                figures.sample("ratio_sqlite_to_restic" + suffix, ours / theirs);
            }
            if (rclone != null && round == 0) {
                row(
                        rclone,
                        "database, 1 % changed" + suffix,
                        rclone.run("sync", folder.toString(), "store:" + rcloneBucket));
                sent(changed, line.sent(), null, suffix);
            }
        }
        drop(bucket, folder);
        drop(resticBucket);
        drop(rcloneBucket);
    }

    private void sent(long changed, long sent, @Nullable String figure, String suffix) {
        figures.say("%-38s %9.1f MB sent for %.1f MB of changed pages", "", sent / 1e6, changed / 1e6);
        if (figure != null) {
            figures.sample(figure + suffix, (double) sent / changed);
        }
    }

    /** A missing bucket and a wrong key: how long until the command says so. */
    private void failures(Peers peers, EmbeddedObjectStore store) throws IOException, InterruptedException {
        String bucket = bucket(store, "closed", "", 0);
        Path here = linked("failing-tree");
        String endpoint = store.endpoint().toString();
        Program buckia = peers.buckia(launcher);
        Program wrong = new Peers(scratch, store.accessKey(), "wrong").buckia(launcher);
        for (int at = 0; at < sizes.pairs(); at++) {
            Program.Run missing = buckia.any("sync", here.toString(), "s3://there-is-none", "--endpoint", endpoint);
            Program.Run refused = wrong.any("sync", here.toString(), "s3://" + bucket, "--endpoint", endpoint);
            if (missing.exit() == 0 || refused.exit() == 0) {
                throw new IOException("a missing bucket or a wrong key went unnoticed");
            }
            row(buckia, "missing bucket", missing);
            row(buckia, "wrong key", refused);
            figures.sample("fail_fast_s", Math.max(missing.seconds(), refused.seconds()));
        }
        drop(bucket, here);
    }

    /** What many objects in a bucket cost in memory, above what a few do: to list them, and to plan their download. */
    private void listing(Peers peers) throws IOException, InterruptedException {
        Program buckia = peers.buckia(launcher);
        Path empty = fresh("empty");
        String[] list = {"ls", "s3://endless/"};
        String[] plan = {"plan", empty.toString(), "s3://endless"};
        double listed = peakMb(buckia, sizes.objects(), list) - peakMb(buckia, FEW_OBJECTS, list);
        double planned = peakMb(buckia, sizes.objects(), plan) - peakMb(buckia, FEW_OBJECTS, plan);
        double millions = (sizes.objects() - FEW_OBJECTS) / 1e6;
        figures.figure("mb_per_million_objects", listed / millions);
        figures.figure("mb_per_million_objects_planned", planned / millions);
        Samples.delete(empty);
    }

    private double peakMb(Program buckia, int objects, String... arguments) throws IOException, InterruptedException {
        try (var listing = new EndlessListing(objects)) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--endpoint", listing.address().toString()));
            Program.Run run = buckia.run(all.toArray(String[]::new));
            row(buckia, "%s, %,d objects".formatted(arguments[0], objects), run);
            return run.peakMb();
        }
    }

    /** Many small files in two folders of this machine: what a run costs when nothing has changed. */
    private void local(Peers peers) throws IOException, InterruptedException {
        Path here = fresh("many");
        Samples.many(here, sizes.localFiles());
        Path bucket = fresh("many-bucket");
        Program buckia = peers.buckia(launcher);
        buckia.run("sync", here.toString(), "file:" + bucket);
        Optional<Program> installed = peers.rsync();
        Path copy = fresh("many-copy");
        if (installed.isPresent()) {
            installed.get().run("--exclude", ".buckia", here + "/", copy + "/");
        }
        for (int pair = 0; pair < sizes.pairs(); pair++) {
            double ours = row(buckia, "local no-op", buckia.run("sync", here.toString(), "file:" + bucket));
            if (installed.isPresent()) {
                Program rsync = installed.get();
                double out =
                        row(rsync, "local no-op, one way", rsync.run("--exclude", ".buckia", here + "/", copy + "/"));
                double back =
                        row(rsync, "local no-op, back", rsync.run("--exclude", ".buckia", copy + "/", here + "/"));
                figures.sample("ratio_local_noop_to_rsync", ours / out);
                figures.sample("ratio_local_noop_to_rsync_both_ways", ours / (out + back));
            }
        }
    }

    private double row(Program program, String what, Program.Run run) {
        figures.say("%-10s %-27s %9.3f s  %6.0f MB", program.name(), what, run.seconds(), run.peakMb());
        return run.seconds();
    }

    private static long said(String json) throws IOException {
        var found = REQUESTS.matcher(json);
        if (!found.find()) {
            throw new IOException("no number of requests in " + json);
        }
        return Long.parseLong(found.group(1));
    }

    private static String bucket(EmbeddedObjectStore store, String name, String suffix, int pair) {
        String bucket = name + suffix.replace('_', '-') + "-" + pair;
        store.createBucket(bucket);
        return bucket;
    }

    private Path linked(String name) throws IOException {
        Path folder = scratch.resolve(name);
        Samples.delete(folder);
        Samples.link(scratch.resolve("tree"), folder);
        return folder;
    }

    private Path fresh(String name) throws IOException {
        Path folder = scratch.resolve(name);
        Samples.delete(folder);
        return Files.createDirectories(folder);
    }

    private void drop(String bucket, Path... folders) throws IOException {
        Samples.delete(scratch.resolve("objects").resolve(bucket));
        for (Path folder : folders) {
            Samples.delete(folder);
        }
    }
}
