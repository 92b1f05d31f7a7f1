package dev.holdfast.documents.merge;

/**
 * What became of two changes to one content.
 *
 * @param content the merged text; where it isn't {@code clean}, both sides of every conflict stand between
 *     {@code <<<<<<< yours}, {@code =======} and {@code >>>>>>> server}
 * @param clean whether nobody need look at it: both sides' changes are in {@code content}, and none stood against another
 */
public record Merge(String content, boolean clean) {

    /** More than this in one of the three texts, in UTF-8 bytes, and they aren't compared: the whole is one conflict. */
    public static final int BYTES_MAX = 10 << 20;

    /**
     * Merges {@code yours} and {@code server}, both made from {@code base}. Lines are compared byte for byte, line endings and
     * a missing last one included; nothing is normalised. {@code application/json} is merged key by key where all three
     * parse (RFC 8259, no key twice), any other content line by line. Work is bounded: what would take too long to compare
     * comes out as a bigger conflict, never as a wrong merge.
     *
     * @throws IllegalArgumentException when a text holds a lone surrogate
     */
    public static Merge of(String contentType, String base, String yours, String server) {
        if (yours.equals(server) || base.equals(server)) {
            return new Merge(yours, true);
        }
        if (base.equals(yours)) {
            return new Merge(server, true);
        }
        Merge lines = new LineMerge(Lines.of(base), Lines.of(yours), Lines.of(server)).merge();
        return contentType.equals("application/json") ? JsonMerge.merge(base, yours, server, lines) : lines;
    }
}
