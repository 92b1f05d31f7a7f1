package dev.holdfast.platform.search;

import dev.holdfast.platform.search.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into tokens, one after the other in one pass; index, queries and snippets all use it. Words are runs of letters, digits
 * and their marks; scripts without spaces come as overlapping pairs of characters and the last one of a run alone, so that
 * any part of a run is found as a phrase of pairs, and a single character as the beginning of one. Not for several threads.
 */
final class Tokenizer {

    /** A longer word is cut: no language has one, and a line of base64 is found by its beginning. */
    private static final int WORD_MAX = 255;

    private final String text;
    private final Stems stems;
    private final boolean settled;
    private final Deque<Token> ready = new ArrayDeque<>();
    private int position;

    Tokenizer(String text) {
        this(text, new Stems(), false);
    }

    /** {@code settled}: the text was folded already, and isn't again, for some signs never stop changing. */
    private Tokenizer(String text, Stems stems, boolean settled) {
        this.text = text;
        this.stems = stems;
        this.settled = settled;
    }

    /** The next token, null at the end. */
    @Nullable
    Token next() {
        while (ready.isEmpty() && position < text.length()) {
            int c = text.codePointAt(position);
            if (Characters.isWord(c)) {
                word();
            } else if (Characters.isSpaceless(c)) {
                spaceless();
            } else if (Characters.isSymbol(c)) {
                int start = position;
                position = characterEnd(start);
                folded(start, fold(text.substring(start, position)));
            } else {
                position += Character.charCount(c);
            }
        }
        return ready.poll();
    }

    private void word() {
        int start = position;
        while (position < text.length() && position - start < WORD_MAX) {
            int c = text.codePointAt(position);
            if (!Characters.isWord(c) && !Characters.extendsPrevious(c)) {
                break;
            }
            position += Character.charCount(c);
        }
        folded(start, fold(text.substring(start, position)));
    }

    /** Folding may make several words of one (a ligature that spells out a sentence), or a word of a symbol. */
    private void folded(int start, String folded) {
        if (settled || folded.codePoints().allMatch(c -> Characters.isWord(c) || Characters.extendsPrevious(c))) {
            if (!folded.isEmpty()) {
                ready.add(new Token(start, position, position, stems.forms(folded), Kind.WORD));
            }
            return;
        }
        Tokenizer pieces = new Tokenizer(folded, stems, true);
        for (Token piece = pieces.next(); piece != null; piece = pieces.next()) {
            ready.add(new Token(start, position, position, piece.forms(), piece.kind()));
        }
    }

    private void spaceless() {
        int start = position;
        int firstEnd = characterEnd(start);
        position = firstEnd;
        String first = fold(text.substring(start, firstEnd));
        if (firstEnd < text.length() && Characters.isSpaceless(text.codePointAt(firstEnd))) {
            int end = characterEnd(firstEnd);
            String pair = first + fold(text.substring(firstEnd, end));
            ready.add(new Token(start, firstEnd, end, List.of(pair), Kind.PAIR));
        } else if (!first.isEmpty()) {
            ready.add(new Token(start, firstEnd, firstEnd, List.of(first), Kind.LAST));
        }
    }

    private String fold(String piece) {
        return settled ? piece : Folding.fold(piece);
    }

    /** End of the character that begins at {@code start}, with all that belongs to it. */
    private int characterEnd(int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && end - start < WORD_MAX) {
            int c = text.codePointAt(end);
            if (!Characters.extendsPrevious(c)) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }
}
