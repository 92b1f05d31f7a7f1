package dev.holdfast.platform.search;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a title and a body into a {@link TextVector}, within PostgreSQL's limits (a tsvector's lexemes and positions &lt; 1 MB, a
 * lexeme &lt; 2 kB, positions to 16383, 255 of them a lexeme), whatever the text holds and however long it is.
 */
public final class Tokens {

    /**
     * Lexeme of every text whose later words have no position, because they come after 16383 others or more than 255 times. It holds a
     * colon, which no word does. Queries accept the words of a phrase anywhere in such a text.
     */
    static final String UNPLACED = "holdfast:unplaced";

    /** Lexeme of every text of which words were left out, because there are too many different ones. */
    static final String CUT = "holdfast:cut";

    /** A {@code tsquery} that finds the texts of which words were left out. */
    public static final String CUT_QUERY = "'" + CUT + "'";

    private static final int VECTOR_BYTES_MAX = 1_000_000;
    private static final int LEXEME_OVERHEAD_BYTES = 4;
    private static final int POSITION_BYTES = 2;
    private static final int POSITION_MAX = 16_383;
    private static final int POSITIONS_PER_LEXEME_MAX = 255;

    private final Map<String, StringBuilder> positions = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int bytes = UNPLACED.length() + CUT.length() + 2 * LEXEME_OVERHEAD_BYTES;
    private int position;
    private boolean unplaced;

    private Tokens() {}

    /** Indexes a record's text. Never fails; what doesn't fit is left out. */
    public static TextVector vector(String title, String body) {
        Tokens tokens = new Tokens();
        boolean whole = tokens.add(title, "A");
        // A phrase doesn't reach from the title into the body.
        tokens.position++;
        whole &= tokens.add(body, "");
        return new TextVector(tokens.text(whole), whole);
    }

    private boolean add(String text, String weight) {
        Tokenizer tokenizer = new Tokenizer(text);
        for (Token token = tokenizer.next(); token != null; token = tokenizer.next()) {
            position++;
            for (String form : token.forms()) {
                if (!add(form, position, weight)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean add(String lexeme, int at, String weight) {
        @Nullable StringBuilder known = positions.get(lexeme);
        if (known == null) {
            int size = lexeme.getBytes(StandardCharsets.UTF_8).length + LEXEME_OVERHEAD_BYTES;
            if (bytes + size > VECTOR_BYTES_MAX) {
                return false;
            }
            bytes += size;
            known = new StringBuilder();
            positions.put(lexeme, known);
        }
        int count = counts.getOrDefault(lexeme, 0);
        if (at > POSITION_MAX || count >= POSITIONS_PER_LEXEME_MAX || bytes + POSITION_BYTES > VECTOR_BYTES_MAX) {
            unplaced = true;
            return true;
        }
        bytes += POSITION_BYTES;
        counts.put(lexeme, count + 1);
        known.append(known.isEmpty() ? ':' : ',').append(at).append(weight);
        return true;
    }

    private String text(boolean whole) {
        StringBuilder text = new StringBuilder();
        positions.forEach(
                (lexeme, places) -> text.append(quote(lexeme)).append(places).append(' '));
        if (unplaced) {
            text.append(quote(UNPLACED)).append(' ');
        }
        if (!whole) {
            text.append(quote(CUT));
        }
        return text.toString().strip();
    }

    /** A lexeme as {@code tsvector} and {@code tsquery} read it. */
    static String quote(String lexeme) {
        return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
