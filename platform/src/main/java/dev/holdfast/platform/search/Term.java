package dev.holdfast.platform.search;

import dev.holdfast.platform.search.Token.Kind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One word of a query.
 *
 * @param forms any of which a text must have
 * @param prefix whether a word that begins with the first form is enough
 */
record Term(List<String> forms, boolean prefix) {

    /** The term as {@code tsquery}. */
    String tsquery() {
        String first = Tokens.quote(forms.getFirst()) + (prefix ? ":*" : "");
        return forms.size() == 1
                ? first
                : forms.stream()
                        .skip(1)
                        .map(Tokens::quote)
                        .collect(Collectors.joining(" | ", "(" + first + " | ", ")"));
    }

    boolean matches(Token token) {
        return token.forms().stream().anyMatch(forms::contains)
                || prefix && token.surface().startsWith(forms.getFirst());
    }

    /** Where the hit ends in the text: of a pair of which one character was searched for, after that character. */
    int end(Token token) {
        return token.kind() == Kind.PAIR && prefix && !forms.contains(token.surface()) ? token.firstEnd() : token.end();
    }
}
