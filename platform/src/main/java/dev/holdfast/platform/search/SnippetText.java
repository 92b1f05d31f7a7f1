package dev.holdfast.platform.search;

import dev.holdfast.platform.search.Snippets.Hit;
import java.util.List;

/** Writes one stretch of a text as HTML: white space in one blank, nothing that could break out of its place. */
final class SnippetText {

    private final String text;
    private final int start;
    private final int end;
    private final StringBuilder html = new StringBuilder();
    private boolean blank = true;

    SnippetText(String text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
    }

    String html(List<Hit> hits, boolean more) {
        if (start > 0) {
            html.append('…');
        }
        int position = start;
        for (Hit hit : hits) {
            int from = Math.max(hit.start(), start);
            int to = Math.min(hit.end(), end);
            if (from < to) {
                plain(position, from);
                html.append("<mark>");
                blank = false;
                plain(from, to);
                html.append("</mark>");
                position = to;
            }
        }
        plain(position, end);
        String body = html.toString().stripTrailing();
        return more ? body + "…" : body;
    }

    private void plain(int from, int to) {
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!blank) {
                    html.append(' ');
                }
                blank = true;
            } else if (isShown(c)) {
                escape(c);
                blank = false;
            }
        }
    }

    /** Control characters, halves of pairs, and signs that would turn the direction of what follows the snippet are left out. */
    private static boolean isShown(int c) {
        int type = Character.getType(c);
        boolean turnsDirection = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        return type != Character.CONTROL && type != Character.SURROGATE && !turnsDirection;
    }

    private void escape(int c) {
        switch (c) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> html.appendCodePoint(c);
        }
    }
}
