package dev.holdfast.buckia.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the content of some files to the bucket and back in a form of its own: pages in packs, encrypted pieces. Files that
 * no carrier takes are one object at their own path.
 *
 * <p>What a carrier writes are immutable, content-named objects under {@code .buckia/}, so two devices can't disturb each
 * other; who has which version of a file stands in the index, not here. All methods may be called from many threads, for
 * different files. Failures of the bucket are {@code BucketException}s, those of the local disk {@link IOException}s; whatever
 * happens, the target of a fetch is whole or as it was.
 */
public interface Carrier {

    /** A short name that stands in index entries, for good: {@code [a-z0-9]{1,16}}. */
    String name();

    /** Whether this carrier takes the file. A cheap look; the same answer for the same path, size and first bytes. */
    boolean takes(String path, Path file, long size) throws IOException;

    /**
     * Whether a file at the path mustn't stay, nor be kept, as an ordinary object: what lies so from before is sent anew and
     * deleted without a copy in the trash.
     */
    default boolean insists(String path) {
        return false;
    }

    /** Whether older contents can be got back without the trash. */
    default boolean keepsHistory() {
        return false;
    }

    /**
     * A number that changes when the content may have changed though size, time and inode of the file haven't: for SQLite
     * from the stat of {@code -wal} and {@code -journal}; 0 if there is nothing of the kind.
     */
    long stamp(Path file) throws IOException;

    /**
     * SHA-256, in lower-case hexadecimal, of the content as {@link #send} would send it now; must be the same for the same
     * logical content, also after a {@link #fetch} of it.
     */
    Content digest(String path, Path file) throws IOException;

    /**
     * Sends the content, as it is at one moment, and returns when everything needed to fetch it is durably in the bucket.
     * Doing it again costs little: what is there isn't sent again.
     *
     * @param before the reference under which the previous version was sent, or empty; a delta may build on it
     */
    Carried send(String path, Path file, String before) throws IOException;

    /** Gives back what {@link #digest} kept for a {@link #send} that won't come: copies of databases. */
    default void release() throws IOException {
        // Nothing is kept.
    }

    /**
     * Writes the content into a new file; checks it before it returns.
     *
     * @param target does not exist yet, lies on the same file system as the final place; the caller renames it
     */
    void fetch(String path, Carried carried, Path target) throws IOException;

    /**
     * Called before the fetched file is renamed onto {@code file}: makes side files of the old content harmless
     * ({@code -wal}, {@code -shm}).
     */
    void replacing(Path file) throws IOException;

    /**
     * Deletes objects that none of the references needs, except those younger than the grace time that protects uploads under
     * way elsewhere.
     *
     * @param live all references in all devices' indexes
     */
    Collected collect(Set<String> live);

    /**
     * What of contents isn't in the bucket, or not whole, as far as listings tell: lists are read, contents aren't.
     *
     * @return what is wrong, by reference; nothing of those that are fine
     */
    Map<String, String> missing(Set<String> references);

    /**
     * What of the lists that describe contents, also those that no index names, is damaged for good, so that nobody can tell
     * what they need: a collection leaves more than it must because of them.
     *
     * @return what is wrong, by the object's key
     */
    default Map<String, String> damaged() {
        return Map.of();
    }

    /**
     * What a collection did.
     *
     * @param deleted how many objects
     * @param left what it left though it may be useless, and why
     */
    record Collected(int deleted, List<String> left) {
        /** Copies. */
        public Collected {
            left = List.copyOf(left);
        }

        /** Both together. */
        public Collected and(Collected other) {
            var all = new ArrayList<>(left);
            all.addAll(other.left);
            return new Collected(deleted + other.deleted, all);
        }
    }

    /**
     * Content without its bytes.
     *
     * @param sha256 lower-case hexadecimal
     * @param size in bytes
     */
    record Content(String sha256, long size) {}
}
