package dev.holdfast.bench;

import java.util.Random;

/** Markdown as people write it, from a seed: about two kilobytes of common words under headings. */
final class Texts {
    private static final String[] WORDS =
            ("river stone bread window garden letter morning winter harbour paper music friend market "
                            + "mountain kitchen story engine bridge forest colour number question answer journey island machine season "
                            + "village library teacher weather holiday project meeting budget recipe travel summer notebook reading")
                    .split(" ");
    private static final int WORDS_A_TEXT = 280;

    private Texts() {}

    /** A text; the same seed gives the same. */
    static String of(long seed) {
        Random random = new Random(seed);
        StringBuilder text =
                new StringBuilder(2_200).append("# Note ").append(seed).append("\\n\\n");
        for (int i = 0; i < WORDS_A_TEXT; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(i % 14 == 13 ? ".\\n" : " ");
        }
        return text.toString();
    }

    /** A document's body as JSON. */
    static String json(String title, long seed) {
        return "{\"title\":\"" + title + "\",\"content\":\"" + of(seed) + "\"}";
    }
}
