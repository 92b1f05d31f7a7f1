package dev.holdfast.platform.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pieces of found texts as HTML that is safe to show: everything escaped, hits between {@code <mark>} and {@code </mark>}, no other
 * markup; at most 300 characters to read, tags not counted.
 */
public final class Snippets {

    /** Only this much of the beginning of a text is looked at, in chars; callers need not load more. */
    public static final int LOOKED_AT_MAX = 100_000;

    private static final int WINDOW = 280;
    private static final int LEAD = 60;
    private static final int SNAP = 24;

    private Snippets() {}

    /** The stretch of {@code text} with the most hits of {@code query}, or its beginning where it has none. */
    public static String of(String text, QueryText query) {
        String head = text.substring(0, Math.min(text.length(), LOOKED_AT_MAX));
        List<Hit> hits = hits(head, query);
        int start = hits.isEmpty() ? 0 : start(head, densest(hits));
        int end = end(head, start);
        return new SnippetText(head, start, end).html(hits, end < text.length());
    }

    private static List<Hit> hits(String text, QueryText query) {
        List<List<Term>> wanted = query.wanted();
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Token> tokens = new ArrayList<>();
        Tokenizer tokenizer = new Tokenizer(text);
        for (Token token = tokenizer.next(); token != null; token = tokenizer.next()) {
            tokens.add(token);
        }
        List<Hit> hits = hits(tokens, wanted);
        if (hits.isEmpty()) {
            // The words were found apart from each other.
            hits = hits(
                    tokens, wanted.stream().flatMap(List::stream).map(List::of).toList());
        }
        return joined(hits);
    }

    private static List<Hit> hits(List<Token> tokens, List<List<Term>> wanted) {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            for (int word = 0; word < wanted.size(); word++) {
                List<Term> phrase = wanted.get(word);
                if (stands(tokens, i, phrase)) {
                    Token last = tokens.get(i + phrase.size() - 1);
                    hits.add(new Hit(tokens.get(i).start(), phrase.getLast().end(last), word));
                }
            }
        }
        return hits;
    }

    private static boolean stands(List<Token> tokens, int at, List<Term> phrase) {
        if (at + phrase.size() > tokens.size()) {
            return false;
        }
        for (int i = 0; i < phrase.size(); i++) {
            if (!phrase.get(i).matches(tokens.get(at + i))) {
                return false;
            }
        }
        return true;
    }

    /** Hits that overlap or touch become one. */
    private static List<Hit> joined(List<Hit> hits) {
        List<Hit> joined = new ArrayList<>();
        for (Hit hit : hits.stream().sorted(Comparator.comparingInt(Hit::start)).toList()) {
            if (!joined.isEmpty() && hit.start() <= joined.getLast().end()) {
                Hit before = joined.removeLast();
                joined.add(new Hit(before.start(), Math.max(before.end(), hit.end()), before.word()));
            } else {
                joined.add(hit);
            }
        }
        return joined;
    }

    /** The first hit of the stretch with the most different words, then with the most hits. */
    private static Hit densest(List<Hit> hits) {
        Hit best = hits.getFirst();
        long bestScore = -1;
        int last = 0;
        for (int first = 0; first < hits.size(); first++) {
            int reach = hits.get(first).start() + WINDOW - LEAD;
            while (last < hits.size() && hits.get(last).end() <= reach) {
                last++;
            }
            List<Hit> within = hits.subList(first, Math.max(first, last));
            long score = within.stream().mapToInt(Hit::word).distinct().count() * WINDOW + within.size();
            if (score > bestScore) {
                bestScore = score;
                best = hits.get(first);
            }
        }
        return best;
    }

    private static int start(String text, Hit first) {
        int start = Math.max(0, first.start() - LEAD);
        for (int i = start; start > 0 && i < Math.min(first.start(), start + SNAP); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i + 1;
            }
        }
        while (start < first.start() && !Characters.isBoundary(text, start)) {
            start++;
        }
        return start;
    }

    private static int end(String text, int start) {
        int end = Math.min(text.length(), start + WINDOW);
        for (int i = end; end < text.length() && i > end - SNAP; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        int cut = end;
        while (cut > start && !Characters.isBoundary(text, cut)) {
            cut--;
        }
        // A single character with more marks than a window holds is cut all the same.
        return cut > start ? cut : end;
    }

    record Hit(int start, int end, int word) {}
}
