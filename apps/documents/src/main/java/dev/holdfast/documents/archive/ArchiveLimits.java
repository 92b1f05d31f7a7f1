package dev.holdfast.documents.archive;

/**
 * What a reader puts up with.
 *
 * @param entriesMax entries in the zip, the manifest among them
 * @param bytesMax bytes of all entries, unpacked
 * @param ratioMax unpacked bytes for each byte of the zip, counted from the first gigabyte on
 */
public record ArchiveLimits(int entriesMax, long bytesMax, int ratioMax) {

    /** The limits of docs/formats/workspace-archive.md. */
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(200_000, 20L << 30, 200);

    static final int TEXT_BYTES_MAX = 10 << 20;
    static final int MANIFEST_BYTES_MAX = 64 << 20;
    static final long RATIO_FREE_BYTES = 1L << 30;
}
