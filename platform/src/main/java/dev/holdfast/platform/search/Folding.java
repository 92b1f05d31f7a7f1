package dev.holdfast.platform.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * Makes alike what people search for alike: case (root locale), accents, widths and ligatures (NFKD), letters that carry a stroke
 * ({@code ø}, {@code ł}, {@code ı}), digits of any script, and the variants of Arabic and Persian letters. Vowel signs that make
 * another word of a word (Thai, Khmer, Devanagari, kana's sound marks) stay.
 */
final class Folding {

    private static final int LENGTH_MAX = 255;
    private static final int GROWTH_MAX = 4;

    private Folding() {}

    /** Folds a piece of text; at most 255 characters come out. */
    static String fold(String text) {
        if (isAscii(text)) {
            return cut(text.toLowerCase(Locale.ROOT));
        }
        String plain = withoutMarks(Normalizer.normalize(text, Normalizer.Form.NFKD));
        String folded = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return cut(Normalizer.normalize(letters(folded), Normalizer.Form.NFC));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String withoutMarks(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isDropped(c)).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isDropped(int c) {
        int type = Character.getType(c);
        if (type == Character.FORMAT || c == 0x0640 || c >= 0x1F3FB && c <= 0x1F3FF) {
            return true;
        }
        if (type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK || c == 0x3099 || c == 0x309A) {
            return false;
        }
        return switch (UnicodeScript.of(c)) {
            case INHERITED, LATIN, GREEK, CYRILLIC, HEBREW, ARABIC -> true;
            default -> false;
        };
    }

    private static String letters(String text) {
        char[] input = text.toCharArray();
        char[] output = new char[input.length * GROWTH_MAX];
        int length = ASCIIFoldingFilter.foldToASCII(input, 0, output, 0, input.length);
        StringBuilder letters = new StringBuilder(length);
        new String(output, 0, length).codePoints().map(Folding::letter).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private static int letter(int c) {
        return switch (c) {
            case 'ς' -> 'σ';
            case 'ٱ' -> 'ا';
            case 'ى', 'ی', 'ے' -> 'ي';
            case 'ة', 'ہ', 'ە' -> 'ه';
            case 'ک' -> 'ك';
            default -> c >= 0x80 && Character.isDigit(c) ? '0' + Character.digit(c, 10) : c;
        };
    }

    private static String cut(String text) {
        if (text.length() <= LENGTH_MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX - 1 : LENGTH_MAX;
        return text.substring(0, end);
    }
}
