package dev.holdfast.platform.search;

import dev.holdfast.platform.search.QueryText.Operand;
import dev.holdfast.platform.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link QueryText}: one pass over the characters, no state to get wrong. */
final class QueryParser {

    private static final int LENGTH_MAX = 1000;
    private static final int TERMS_MAX = 32;
    /** Between two words without a space, these make one name of them: an address, a file, a compound. */
    private static final String JOINING = "'’-._@/:+&#";

    private final String query;
    private final List<List<Operand>> alternatives = new ArrayList<>();
    private List<Operand> all = new ArrayList<>();
    private int terms;

    QueryParser(String query) {
        this.query = query.length() <= LENGTH_MAX ? query : query.substring(0, LENGTH_MAX);
    }

    QueryText parse() {
        int position = 0;
        while (position < query.length()) {
            if (isSpace(position)) {
                position++;
                continue;
            }
            boolean negated = query.charAt(position) == '-' && position + 1 < query.length() && !isSpace(position + 1);
            int start = negated ? position + 1 : position;
            if (query.charAt(start) == '"') {
                int quote = query.indexOf('"', start + 1);
                int end = quote < 0 ? query.length() : quote;
                quoted(query.substring(start + 1, end), negated);
                position = end + 1;
            } else {
                position = wordEnd(start);
                word(
                        query.substring(start, position),
                        negated,
                        query.substring(position).isBlank());
            }
        }
        endAlternative();
        return new QueryText(List.copyOf(alternatives));
    }

    private boolean isSpace(int index) {
        char c = query.charAt(index);
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private int wordEnd(int start) {
        int end = start;
        while (end < query.length() && !isSpace(end) && query.charAt(end) != '"') {
            end++;
        }
        return Math.max(end, start + 1);
    }

    private void quoted(String text, boolean negated) {
        List<Term> phrase = new ArrayList<>();
        for (Token token : tokens(text)) {
            boolean single = token.kind() == Kind.LAST && phrase.isEmpty();
            phrase.add(new Term(List.of(token.surface()), single));
        }
        add(phrase, negated);
    }

    private void word(String text, boolean negated, boolean last) {
        if (text.equals("OR") && !negated) {
            endAlternative();
            return;
        }
        List<Term> phrase = new ArrayList<>();
        int before = 0;
        List<Token> tokens = tokens(text);
        for (Token token : tokens) {
            if (!phrase.isEmpty() && !joined(text, before, token.start())) {
                add(phrase, negated);
                phrase = new ArrayList<>();
            }
            boolean beginning = last && !negated && token.equals(tokens.getLast()) && token.kind() == Kind.WORD;
            boolean single = token.kind() == Kind.LAST && phrase.isEmpty();
            phrase.add(new Term(token.forms(), beginning || single));
            before = token.end();
        }
        add(phrase, negated);
    }

    /** Tokens of a text, without the last character of a run of pairs that ends it: the pairs say it already. */
    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Tokenizer tokenizer = new Tokenizer(text);
        for (Token token = tokenizer.next(); token != null; token = tokenizer.next()) {
            tokens.add(token);
        }
        int last = tokens.size() - 1;
        if (last > 0
                && tokens.get(last).kind() == Kind.LAST
                && tokens.get(last - 1).kind() == Kind.PAIR) {
            tokens.removeLast();
        }
        return tokens;
    }

    private static boolean joined(String text, int before, int start) {
        return before >= start || before + 1 == start && JOINING.indexOf(text.charAt(before)) >= 0;
    }

    private void add(List<Term> phrase, boolean negated) {
        int room = TERMS_MAX - terms;
        if (phrase.isEmpty() || room <= 0) {
            return;
        }
        List<Term> kept = phrase.size() <= room ? phrase : phrase.subList(0, room);
        terms += kept.size();
        all.add(new Operand(List.copyOf(kept), negated));
    }

    private void endAlternative() {
        if (!all.isEmpty()) {
            alternatives.add(List.copyOf(all));
            all = new ArrayList<>();
        }
    }
}
