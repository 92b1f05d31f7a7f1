package dev.holdfast.documents.folder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** How titles and paths turn into each other: a title is the path of its file, {@code /} between folders. */
public final class Titles {

    /** Content types of documents, the default first. */
    public static final List<String> CONTENT_TYPES = List.of("text/markdown", "text/plain", "application/json");

    private static final int CHARACTERS_MAX = 500;
    private static final int SHOWN_MAX = 80;
    private static final int SEGMENT_BYTES_MAX = 150;
    private static final int SEGMENTS_MAX = 20;
    private static final int EXTENSION_MAX = 12;
    private static final int MARK_BYTES = 4;
    private static final String MANIFEST = "holdfast.json";
    private static final String FORBIDDEN = "%\\:*?\"<>|";
    private static final Pattern RESERVED =
            Pattern.compile("(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])([ .].*)?", Pattern.CASE_INSENSITIVE);

    private Titles() {}

    /**
     * The title of a file at a path relative to the folder that is imported: that path, unchanged but for the separator.
     *
     * @throws IllegalArgumentException with the reason, when it is longer than 500 characters or has a part that isn't text
     */
    public static String ofPath(Path relative) {
        List<String> segments = StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .toList();
        String title = String.join("/", segments);
        check(title);
        return title;
    }

    /**
     * Checks that a title can be stored.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static void check(String title) {
        int length = title.codePointCount(0, title.length());
        if (length > CHARACTERS_MAX) {
            String shown = title.substring(0, title.offsetByCodePoints(0, SHOWN_MAX));
            throw new IllegalArgumentException(
                    "the path '" + shown + "…' has " + length + " characters, more than " + CHARACTERS_MAX);
        }
        if (title.codePoints().anyMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF)) {
            throw new IllegalArgumentException(
                    "the path '" + title.replace('\0', '?') + "' holds U+0000 or half a character");
        }
    }

    /** Content type of a document by its path's extension; {@code text/markdown} where that tells nothing. */
    public static String contentType(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return "application/json";
        }
        return name.endsWith(".txt") ? "text/plain" : "text/markdown";
    }

    /** Whether files of this name are documents, if they are text: {@code .md}, {@code .markdown}, {@code .txt}, {@code .json}. */
    public static boolean isDocument(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".md") || name.endsWith(".markdown") || name.endsWith(".txt") || name.endsWith(".json");
    }

    /**
     * A file name for a title, safe on every file system, with the extension of its content type; the rules stand in
     * docs/formats/workspace-archive.md. Two titles may get the same one.
     */
    public static String fileName(String title, String contentType) {
        String name = fileName(title);
        boolean fits = isDocument(name) && contentType(name).equals(contentType);
        return fits
                ? name
                : name
                        + (contentType.equals("text/plain")
                                ? ".txt"
                                : contentType.equals("application/json") ? ".json" : ".md");
    }

    /** A safe file name for an attachment's name, by the same rules. */
    public static String fileName(String title) {
        String[] all = title.split("/", SEGMENTS_MAX);
        List<String> segments = new ArrayList<>();
        for (String segment : all) {
            segments.add(shortened(escaped(segment)));
        }
        String name = String.join("/", segments);
        String first = segments.getFirst().toLowerCase(Locale.ROOT);
        if (first.equals(".holdfast")) {
            return "%2E" + name.substring(1);
        }
        return name.equalsIgnoreCase(MANIFEST) ? name.replace(".", "%2E") : name;
    }

    private static String escaped(String segment) {
        if (segment.isEmpty()) {
            return "%";
        }
        if (segment.equals(".") || segment.equals("..")) {
            return segment.replace(".", "%2E");
        }
        StringBuilder name = new StringBuilder();
        boolean reserved = RESERVED.matcher(segment).matches();
        for (int i = 0; i < segment.length(); ) {
            int c = segment.codePointAt(i);
            boolean first = i == 0;
            i += Character.charCount(c);
            boolean lastOne = i == segment.length();
            if (Character.isISOControl(c)
                    || c == '/'
                    || FORBIDDEN.indexOf(c) >= 0
                    || lastOne && (c == ' ' || c == '.')
                    || first && reserved) {
                percent(name, c);
            } else {
                name.appendCodePoint(c);
            }
        }
        return name.toString();
    }

    private static void percent(StringBuilder name, int c) {
        for (byte part : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(part));
        }
    }

    private static String shortened(String segment) {
        if (segment.getBytes(StandardCharsets.UTF_8).length <= SEGMENT_BYTES_MAX) {
            return segment;
        }
        int dot = segment.lastIndexOf('.');
        String extension = dot > 0 && segment.length() - dot <= EXTENSION_MAX ? segment.substring(dot) : "";
        String mark = "~" + hash(segment) + extension;
        int room = SEGMENT_BYTES_MAX - mark.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < segment.length(); ) {
            String c = Character.toString(segment.codePointAt(i));
            room -= c.getBytes(StandardCharsets.UTF_8).length;
            if (room < 0) {
                break;
            }
            kept.append(c);
            i += c.length();
        }
        return kept + mark;
    }

    private static String hash(String segment) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(segment.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
