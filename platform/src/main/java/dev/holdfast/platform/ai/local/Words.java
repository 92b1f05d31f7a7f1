package dev.holdfast.platform.ai.local;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text into words to compare: lower case, without accents; two letters each for scripts that put no space between words. */
final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    private static final Pattern MARK = Pattern.compile("\\p{M}+");
    private static final Set<UnicodeScript> UNSPACED = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.KHMER,
            UnicodeScript.LAO,
            UnicodeScript.MYANMAR);

    /** English words that say nothing about a subject; other languages rely on rarity alone. */
    private static final Set<String> COMMON =
            Set.of(("a about after all also am an and any are as at be because been but by can could"
                            + " did do does done each for from get give had has have he her here him his how i if in into is it its just let like"
                            + " make many may me more most much must my no not now of on one only or other our out over please say she should"
                            + " so some such tell than that the their them then there these they this those to too under up us use very was"
                            + " we were what when where which while who why will with would you your summarize summarise summary explain")
                    .split(" "));

    private Words() {}

    /** All words, in order. */
    static List<String> of(String text) {
        String plain = MARK.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(plain);
        while (matcher.find()) {
            add(words, matcher.group());
        }
        return words;
    }

    /** Whether a word can stand for a subject. */
    static boolean telling(String word) {
        return !COMMON.contains(word)
                && (word.length() > 2
                        || unspaced(word.codePointAt(0))
                        || word.chars().allMatch(Character::isDigit));
    }

    private static void add(List<String> words, String run) {
        int[] points = run.codePoints().toArray();
        if (!unspaced(points[0])) {
            words.add(run);
            return;
        }
        if (points.length == 1) {
            words.add(run);
        }
        for (int i = 0; i + 1 < points.length; i++) {
            words.add(new String(points, i, 2));
        }
    }

    private static boolean unspaced(int point) {
        return UNSPACED.contains(UnicodeScript.of(point));
    }
}
