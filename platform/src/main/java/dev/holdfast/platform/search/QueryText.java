package dev.holdfast.platform.search;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person typed into a search box, understood the way search boxes are: all words must be there; {@code "quoted"} words
 * stand side by side; {@code -word} must not be there; {@code OR} between words means either; the last word may be the beginning of one.
 * Any text is a query: what can't be understood is left out, as is what comes after 1,000 characters or 32 words.
 */
public final class QueryText {

    private final List<List<Operand>> alternatives;

    QueryText(List<List<Operand>> alternatives) {
        this.alternatives = alternatives;
    }

    /** Understands a query. Never fails. */
    public static QueryText parse(String query) {
        return new QueryParser(query).parse();
    }

    /**
     * The query for {@code CAST(:query AS tsquery)}, against vectors of {@link Tokens}; empty where nothing is left to search for.
     */
    public Optional<String> tsquery() {
        if (alternatives.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(alternatives.stream()
                .map(all -> all.stream().map(Operand::tsquery).collect(Collectors.joining(" & ")))
                .collect(Collectors.joining(" | ")));
    }

    /** Words and phrases that a hit has, for marking them. */
    List<List<Term>> wanted() {
        return alternatives.stream()
                .flatMap(List::stream)
                .filter(operand -> !operand.negated())
                .map(Operand::phrase)
                .toList();
    }

    /** Words that stand side by side, wanted or not. */
    record Operand(List<Term> phrase, boolean negated) {

        String tsquery() {
            String placed = phrase.stream().map(Term::tsquery).collect(Collectors.joining(" <-> "));
            String query = placed;
            if (phrase.size() > 1) {
                String anywhere = phrase.stream().map(Term::tsquery).collect(Collectors.joining(" & "));
                query = "((" + placed + ") | (" + anywhere + " & " + Tokens.quote(Tokens.UNPLACED) + "))";
            }
            return (negated ? "!" : "") + query;
        }
    }
}
