package dev.holdfast.platform.search;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** What a code point is to the tokenizer. */
final class Characters {

    /** Scripts written without spaces between words; Hangul, whose words carry their particles, is searched the same way. */
    private static final Set<UnicodeScript> SPACELESS = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN,
            UnicodeScript.YI,
            UnicodeScript.TAI_LE,
            UnicodeScript.NEW_TAI_LUE,
            UnicodeScript.TAI_THAM,
            UnicodeScript.TAI_VIET,
            UnicodeScript.JAVANESE,
            UnicodeScript.BALINESE);

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Characters() {}

    /** Letter or digit of a script that puts spaces between words. */
    static boolean isWord(int c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        }
        int type = Character.getType(c);
        return (Character.isLetterOrDigit(c) || type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER)
                && !isSpaceless(c);
    }

    /** Letter of a script without spaces. */
    static boolean isSpaceless(int c) {
        if (c < 0x0E00) {
            return false;
        }
        int type = Character.getType(c);
        if (type != Character.OTHER_LETTER && type != Character.MODIFIER_LETTER && type != Character.LETTER_NUMBER) {
            return false;
        }
        // The two long vowel signs of kana belong to no script of their own.
        return c == 0x30FC || c == 0xFF70 || SPACELESS.contains(UnicodeScript.of(c));
    }

    /** Sign that is searched for by itself: emoji, dingbats, musical signs. */
    static boolean isSymbol(int c) {
        return c >= 0x80 && Character.getType(c) == Character.OTHER_SYMBOL;
    }

    /** Belongs to the character before it: marks, conjoining vowels and finals of Hangul, sound marks, invisible joiners. */
    static boolean extendsPrevious(int c) {
        if (c < 0x80) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT -> true;
            default -> c >= 0x1160 && c <= 0x11FF || c == 0xFF9E || c == 0xFF9F || c >= 0x1F3FB && c <= 0x1F3FF;
        };
    }

    /** Whether text may be cut before {@code index} without taking a character apart. */
    static boolean isBoundary(CharSequence text, int index) {
        if (index <= 0 || index >= text.length()) {
            return true;
        }
        boolean insidePair =
                Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1));
        return !insidePair
                && !extendsPrevious(Character.codePointAt(text, index))
                && text.charAt(index - 1) != ZERO_WIDTH_JOINER;
    }
}
