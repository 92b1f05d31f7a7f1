package dev.holdfast.bench.buckia;

/**
 * How much is measured.
 *
 * @param pairs how often each is measured in turn with its peer
 * @param files in the tree
 * @param bytes in the tree
 * @param databaseBytes of the SQLite file
 * @param localFiles in the folder that rsync copies too
 * @param objects in the bucket that is only listed
 */
record Sizes(int pairs, int files, long bytes, long databaseBytes, int localFiles, int objects) {
    /** What the aims are stated for. */
    static final Sizes FULL = new Sizes(3, 5_020, 572_000_000, 500_000_000, 50_000, 1_000_000);

    /** To see in a minute or two that all of it works; its figures mean little. */
    static final Sizes SMALL = new Sizes(1, 520, 57_000_000, 50_000_000, 5_000, 100_000);

    /** {@code full}, {@code small}; anything else is an {@link IllegalArgumentException}. */
    static Sizes of(String name) {
        return switch (name) {
            case "full" -> FULL;
            case "small" -> SMALL;
            default -> throw new IllegalArgumentException("SIZE is full or small, not '" + name + "'");
        };
    }
}
