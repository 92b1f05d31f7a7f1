package dev.holdfast.buckia.tree;

import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.Stamp;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A folder that is kept in step. */
public final class Tree {
    /** Within this time of its change a file may change again with the same stamp, on coarse file systems. */
    private static final long RACY_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

    private final Path root;
    private final Home home;
    private final List<Carrier> carriers;

    /** The tree below a folder that exists. */
    public Tree(Path root, Home home, List<Carrier> carriers) {
        this.root = root;
        this.home = home;
        this.carriers = List.copyOf(carriers);
    }

    /**
     * Looks at all files that are selected; reads those that aren't known or look changed.
     *
     * @param parallel runs the tasks, all of them before it returns
     */
    public Found look(Selection selection, Map<String, Known> base, Parallel parallel) throws IOException {
        return look(walk(selection).get(), base, parallel);
    }

    /** Begins to look at all files that are selected, without reading them. */
    public Ahead<Walked> walk(Selection selection) throws IOException {
        long now = home.now();
        return Ahead.begin("walk", () -> {
            var walk = new Walk(root, selection);
            walk.go();
            return new Walked(walk, now);
        });
    }

    /** The same after a walk. */
    public Found look(Walked walked, Map<String, Known> base, Parallel parallel) throws IOException {
        long now = walked.now;
        var walk = walked.walk;
        Map<String, LocalFile> files = new ConcurrentHashMap<>(walk.files.size() * 2);
        Queue<Problem> problems = new ConcurrentLinkedQueue<>(walk.problems);
        Queue<Known> refreshed = new ConcurrentLinkedQueue<>();
        var unread = new ConcurrentLinkedQueue<Map.Entry<String, Stamp>>();
        for (var each : walk.files.entrySet()) {
            var known = base.get(each.getKey());
            var file = known == null ? null : unchanged(each.getKey(), each.getValue(), known);
            if (file == null) {
                unread.add(each);
            } else {
                files.put(each.getKey(), file);
            }
        }
        parallel.run(unread.stream()
                .<Runnable>map(each -> () -> {
                    var path = each.getKey();
                    try {
                        var file = read(path);
                        files.put(path, file);
                        var known = base.get(path);
                        if (known != null && isSame(known, file) && !isRacy(file.stamp(), now)) {
                            refreshed.add(new Known(known.entry(), known.mine(), file.stamp(), false));
                        }
                    } catch (IOException e) {
                        problems.add(new Problem(path, "can't be read: " + Walk.reason(e), true));
                    }
                })
                .toList());
        return new Found(files, List.copyOf(problems), List.copyOf(refreshed), now);
    }

    /** Whether a file with this stamp may change again without a trace. */
    public static boolean isRacy(Stamp stamp, long now) {
        return stamp.modified() > now - RACY_NANOSECONDS;
    }

    /** Where a path is on the disk. */
    public Path file(String path) {
        return root.resolve(path);
    }

    /** The carrier of this name, or null if there is none. */
    public @Nullable Carrier carrier(String name) {
        for (var each : carriers) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Whether a path's file mustn't lie in the bucket as an ordinary object. */
    public boolean insists(String path) {
        return carriers.stream().anyMatch(carrier -> carrier.insists(path));
    }

    /** What a file looks like now; {@link Stamp#NONE} if it isn't there or no file. */
    public Stamp stamp(String path, String carrier) throws IOException {
        try {
            var file = file(path);
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return Stamp.NONE;
            }
            var taker = carrier.isEmpty() ? null : carrier(carrier);
            return Walk.stamp(attributes, taker == null ? 0 : taker.stamp(file));
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException _) {
            return Stamp.NONE;
        } catch (java.nio.file.FileSystemException e) {
            if (e.getReason() != null && e.getReason().contains("Not a directory")) {
                return Stamp.NONE;
            }
            throw e;
        }
    }

    /** Reads a file now, whole and unchanged while it was read. */
    public LocalFile read(String path) throws IOException {
        var file = file(path);
        for (int attempt = 0; ; attempt++) {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            var taker = taker(path, file, attributes.size());
            var name = taker == null ? "" : taker.name();
            var before = Walk.stamp(attributes, taker == null ? 0 : taker.stamp(file));
            var content = taker == null
                    ? new Carrier.Content(Hashing.sha256(file), attributes.size())
                    : taker.digest(path, file);
            var modified = attributes.lastModifiedTime().toMillis();
            var found = new LocalFile(path, before, content.size(), content.sha256(), modified, name);
            // A carrier takes a consistent snapshot whatever happens meanwhile.
            if (taker != null || stamp(path, name).equals(before)) {
                return found;
            }
            if (attempt == 2) {
                throw new ChangedHereException(path + " keeps changing while it is read");
            }
        }
    }

    private @Nullable LocalFile unchanged(String path, Stamp seen, Known known) throws IOException {
        var carrier = known.entry().carriage().carrier();
        var taker = carrier.isEmpty() ? null : carrier(carrier);
        var stamp = seen;
        if (taker != null) {
            stamp = new Stamp(seen.size(), seen.modified(), seen.inode(), taker.stamp(file(path)));
        }
        if (known.racy() || known.entry().deleted() || !stamp.equals(known.stamp())) {
            return null;
        }
        if (carrier.isEmpty() && insists(path)) {
            return null;
        }
        var entry = known.entry();
        return new LocalFile(path, stamp, entry.size(), entry.sha256(), entry.modified(), carrier);
    }

    private @Nullable Carrier taker(String path, Path file, long size) throws IOException {
        for (var each : carriers) {
            if (each.takes(path, file, size)) {
                return each;
            }
        }
        return null;
    }

    private static boolean isSame(Known known, LocalFile file) {
        return !known.entry().deleted()
                && known.entry().size() == file.size()
                && known.entry().sha256().equals(file.sha256());
    }

    /** What lies there, unread. */
    public static final class Walked {
        private final Walk walk;
        private final long now;

        private Walked(Walk walk, long now) {
            this.walk = walk;
            this.now = now;
        }
    }

    /** Runs tasks, some at a time, and returns when all are done. */
    @FunctionalInterface
    public interface Parallel {
        /** Runs them all; throws the first failure after all have ended. */
        void run(List<Runnable> tasks);
    }
}
