package dev.holdfast.buckia.sync;

import java.util.regex.Pattern;

/**
 * A pattern for paths: {@code *} stands for any characters but a slash, {@code ?} for one, {@code **} for any with slashes,
 * {@code {a,b}} for either, {@code [abc]} for one of them. A pattern without a slash fits a name at any depth; one that ends
 * with a slash fits all that lies below such a folder. Case counts.
 */
public final class Glob {
    private static final int LENGTH_MAX = 1_000;

    private final String text;
    private final Pattern pattern;

    /** Reads a pattern. Throws an {@link IllegalArgumentException} if it isn't one. */
    public Glob(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a pattern has 1 to " + LENGTH_MAX + " characters, not '" + text + "'");
        }
        this.text = text;
        var body = text.endsWith("/") ? text + "**" : text;
        boolean anywhere = body.indexOf('/') < 0 || body.indexOf('/') == body.length() - 3 && body.endsWith("/**");
        this.pattern = Pattern.compile(
                (anywhere ? "(?:.*/)?" : "") + regex(body.startsWith("/") ? body.substring(1) : body), Pattern.DOTALL);
    }

    /** Whether a path fits. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        int braces = 0;
        for (int at = 0; at < glob.length(); at++) {
            char each = glob.charAt(at);
            switch (each) {
                case '*' -> {
                    boolean deep = at + 1 < glob.length() && glob.charAt(at + 1) == '*';
                    boolean folder = deep && at + 2 < glob.length() && glob.charAt(at + 2) == '/';
                    regex.append(folder ? "(?:.*/)?" : deep ? ".*" : "[^/]*");
                    at += folder ? 2 : deep ? 1 : 0;
                }
                case '?' -> regex.append("[^/]");
                case '{' -> {
                    regex.append("(?:");
                    braces++;
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                case '[' -> {
                    int end = glob.indexOf(']', at + 2);
                    if (end < 0) {
                        throw new IllegalArgumentException("a '[' without a ']' in the pattern '" + glob + "'");
                    }
                    var inside = glob.substring(at + 1, end)
                            .replace("\\", "\\\\")
                            .replace("[", "\\[")
                            .replace("&&", "&\\&");
                    regex.append('[')
                            .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                            .append(']');
                    at = end;
                }
                default -> regex.append(Pattern.quote(String.valueOf(each)));
            }
        }
        if (braces > 0) {
            throw new IllegalArgumentException("a '{' without a '}' in the pattern '" + glob + "'");
        }
        return regex.toString();
    }
}
