package dev.holdfast.platform.search;

import java.util.List;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.ArabicStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * Forms under which a folded word is known: itself, and its Snowball stem (English for Latin letters, Arabic for Arabic ones).
 * The word itself always stays, so a stem that another language wouldn't make can only add hits. Not for several threads.
 */
final class Stems {

    private static final int STEMMED_MAX = 40;

    private final SnowballStemmer english = new EnglishStemmer();
    private final SnowballStemmer arabic = new ArabicStemmer();

    List<String> forms(String word) {
        if (word.length() < 3 || word.length() > STEMMED_MAX) {
            return List.of(word);
        }
        String stem = isLatin(word) ? stem(english, word) : isArabic(word) ? stem(arabic, word) : word;
        return stem.isEmpty() || stem.equals(word) ? List.of(word) : List.of(word, stem);
    }

    private static String stem(SnowballStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    private static boolean isLatin(String word) {
        return word.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    private static boolean isArabic(String word) {
        return word.chars().allMatch(c -> c >= 0x0621 && c <= 0x064A);
    }
}
