package dev.holdfast.platform.search;

import java.util.List;

/**
 * A thing that can be searched for, at a place in a text.
 *
 * @param start where it begins in the text, in chars
 * @param firstEnd where its first character ends: of a pair, the first of the two
 * @param end where it ends in the text
 * @param forms as folded, then its stem where that is another word; each ≤ 510 chars
 * @param kind how it was cut
 */
record Token(int start, int firstEnd, int end, List<String> forms, Kind kind) {

    enum Kind {
        /** A word or a symbol. */
        WORD,
        /** Two neighbours of a script without spaces. */
        PAIR,
        /** The last one of a run of such a script. */
        LAST
    }

    String surface() {
        return forms.getFirst();
    }
}
