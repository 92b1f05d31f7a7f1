package dev.holdfast.testkit.gates.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns {@code :name} and JDBC's {@code ?} into {@code $1}, {@code $2}… and leaves literals, quoted names, comments and casts alone. */
final class NamedParameters {
    /** What may hold a colon that is no parameter, then the parameter: the first that matches at a place wins. */
    private static final Pattern TOKEN = Pattern.compile("(?s)--[^\\n]*"
            + "|/\\*.*?\\*/"
            + "|(?<![\\w])[eE]'(?:[^'\\\\]|\\\\.|'')*'"
            + "|'(?:[^']|'')*'"
            + "|\"(?:[^\"]|\"\")*\""
            + "|\\$(?<tag>\\w*)\\$.*?\\$\\k<tag>\\$"
            + "|::"
            + "|(?<name>:[a-zA-Z]\\w*|\\?)");

    private NamedParameters() {}

    /** Every occurrence gets a number of its own, as it does on its way through JDBC. */
    static String numbered(String sql) {
        Matcher matcher = TOKEN.matcher(sql);
        StringBuilder text = new StringBuilder();
        int number = 0;
        while (matcher.find()) {
            boolean parameter = matcher.group("name") != null;
            String replacement = parameter ? "$" + ++number : matcher.group();
            matcher.appendReplacement(text, Matcher.quoteReplacement(replacement));
        }
        matcher.appendTail(text);
        return text.toString();
    }
}
