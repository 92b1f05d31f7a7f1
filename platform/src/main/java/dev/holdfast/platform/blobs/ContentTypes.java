package dev.holdfast.platform.blobs;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.Tika;

/** Compares what bytes are declared to be with what they are. */
final class ContentTypes {
    static final int HEAD_BYTES = 65_536;
    private static final int LENGTH_MAX = 200;
    private static final Pattern FORM = Pattern.compile(
            "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(;\\s*[a-z0-9!#$&^_.+-]+=[\\w!#$&^.+-]+)*",
            Pattern.CASE_INSENSITIVE);
    private static final String UNKNOWN = "application/octet-stream";

    /** What browsers run, or act on, though it was declared as a picture, a sound, a film or a page to read. */
    private static final Set<String> ACTIVE = Set.of(
            "text/html",
            "application/xhtml+xml",
            "application/xml",
            "image/svg+xml",
            "application/javascript",
            "text/javascript",
            "application/x-sh",
            "application/x-executable",
            "application/x-sharedlib",
            "application/x-msdownload",
            "application/x-dosexec",
            "application/java-archive",
            "application/x-shockwave-flash");

    private static final Tika TIKA = new Tika();

    private ContentTypes() {}

    /** Whether a text is a media type, at most 200 characters. */
    static boolean isType(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    /** The type without its parameters. */
    static String bare(String type) {
        return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    /** What the first bytes look like; application/octet-stream when like nothing known. */
    static String sniff(byte[] head) {
        return bare(TIKA.detect(head));
    }

    /**
     * Whether bytes may pass for what they are declared to be. Types that a browser shows must be of their kind: a page of
     * HTML must not pass for a picture. All else is served as a download whatever it is, so it may be anything.
     */
    static boolean agree(String declared, String sniffed) {
        String type = bare(declared);
        if (sniffed.equals(type) || sniffed.equals(UNKNOWN)) {
            return true;
        }
        return switch (family(type)) {
            case "image" ->
                type.endsWith("+xml") ? isXml(sniffed) : family(sniffed).equals("image") && !ACTIVE.contains(sniffed);
            case "audio", "video" ->
                !ACTIVE.contains(sniffed)
                        && !family(sniffed).equals("text")
                        && !family(sniffed).equals("image");
            case "font" -> !ACTIVE.contains(sniffed) && !family(sniffed).equals("text");
            default -> !type.equals("application/pdf");
        };
    }

    private static boolean isXml(String type) {
        return type.equals("application/xml") || type.endsWith("+xml") && !type.equals("application/xhtml+xml");
    }

    private static String family(String type) {
        return type.substring(0, type.indexOf('/'));
    }
}
