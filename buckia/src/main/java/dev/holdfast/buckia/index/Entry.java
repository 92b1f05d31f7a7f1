package dev.holdfast.buckia.index;

import java.util.Comparator;

/**
 * A version of a file, or of its absence.
 *
 * @param path below the root, with slashes
 * @param deleted whether this says that the file is gone; then size, time and content say nothing
 * @param size in bytes
 * @param modified when the file was changed, milliseconds since 1970; shown and restored, never compared
 * @param sha256 lower-case hexadecimal; empty if gone, or if another program wrote the object and nobody has read it yet
 * @param version which one it is
 * @param carriage how the content travels
 */
public record Entry(
        String path,
        boolean deleted,
        long size,
        long modified,
        String sha256,
        VersionVector version,
        Carriage carriage) {

    /** Paths in the order of their UTF-8 bytes, as indexes and listings have them. */
    public static final Comparator<String> PATH_ORDER = Entry::comparePaths;

    /**
     * How a content travels.
     *
     * @param tag of the object at the file's own path; empty if not known, or carried
     * @param carrier name of the carrier; empty for one object at its own path
     * @param reference what the carrier needs; empty without one
     */
    public record Carriage(String tag, String carrier, String reference) {
        /** Nothing is known. */
        public static final Carriage UNKNOWN = new Carriage("", "", "");

        /** An object at its own path. */
        public static Carriage plain(String tag) {
            return new Carriage(tag, "", "");
        }
    }

    /** The file is gone. */
    public static Entry gone(String path, VersionVector version) {
        return new Entry(path, true, 0, 0, "", version, Carriage.UNKNOWN);
    }

    /** Whether the content lies at the file's own path. */
    public boolean isPlain() {
        return carriage.carrier().isEmpty();
    }

    /** Whether both say the same of the content. */
    public boolean sameContent(Entry other) {
        return deleted == other.deleted
                && (deleted || size == other.size && !sha256.isEmpty() && sha256.equals(other.sha256));
    }

    /** The same as another version. */
    public Entry withVersion(VersionVector other) {
        return new Entry(path, deleted, size, modified, sha256, other, carriage);
    }

    /** The same with another tag. */
    public Entry withTag(String tag) {
        return new Entry(
                path,
                deleted,
                size,
                modified,
                sha256,
                version,
                new Carriage(tag, carriage.carrier(), carriage.reference()));
    }

    /** Without encoding them: UTF-16 has the order of UTF-8 but for surrogates, which stand for what lies above U+FFFF. */
    private static int comparePaths(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int at = 0; at < length; at++) {
            char mine = one.charAt(at);
            char theirs = other.charAt(at);
            if (mine != theirs) {
                boolean above = Character.isSurrogate(mine);
                return above == Character.isSurrogate(theirs) ? mine - theirs : above ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }
}
