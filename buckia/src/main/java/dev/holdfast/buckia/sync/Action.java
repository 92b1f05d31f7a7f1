package dev.holdfast.buckia.sync;

import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan, for one path.
 *
 * @param kind what to do
 * @param path the path
 * @param local the file here when the plan was made, or null
 * @param remote the version in the bucket when the plan was made, or null
 * @param version which version the step leads to
 * @param other the second path of a move or copy, else empty
 */
public record Action(
        Kind kind,
        String path,
        @Nullable LocalFile local,
        @Nullable Entry remote,
        VersionVector version,
        String other) {

    /** What can be done. */
    public enum Kind {
        /** Send the file; what was there goes to the bucket's trash. */
        UPLOAD,
        /** Copy the object at {@link Action#other} within the bucket: the same content under a new name. */
        COPY_REMOTE,
        /** Receive the file; what is here goes to the trash here. */
        DOWNLOAD,
        /** Rename the file at {@link Action#other} here: the same content under a new name. */
        MOVE_LOCAL,
        /** Rename the file here to {@link Action#other}, send it under that name, and receive the bucket's. */
        KEEP_BOTH,
        /** Delete the object, into the bucket's trash. */
        DELETE_REMOTE,
        /** Delete the file here, into the trash here. */
        DELETE_LOCAL,
        /** Both sides have the same: only remember it. */
        ADOPT,
        /** A deletion that isn't carried to the other side because deletions aren't to be; remembered. */
        HOLD,
        /** Neither side has it any more: forget it. */
        FORGET
    }

    /** Whether it moves bytes or deletes, so that a person wants to hear of it. */
    public boolean isVisible() {
        return kind != Kind.ADOPT && kind != Kind.FORGET;
    }

    /** The same end by another way. */
    public Action via(Kind way, String from) {
        return new Action(way, path, local, remote, version, from);
    }

    /** The step and its path in words: {@code upload a/b.txt}. */
    @Override
    public String toString() {
        var verb = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return other.isEmpty() ? verb + " " + path : verb + " " + path + " (" + other + ")";
    }
}
