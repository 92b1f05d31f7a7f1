package dev.holdfast.platform.blobs.objects;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Writes {@code Content-Disposition} (RFC 6266) so that no name and no content can do harm in a browser. */
public final class Disposition {
    private static final Set<String> SHOWN =
            Set.of("application/pdf", "image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "text/plain");
    private static final String UNRESERVED = "!#$&+-.^_`|~";

    private Disposition() {}

    /** Shown in place where nothing in it can run; a download for all else: HTML, SVG and XML above all. */
    public static String of(String fileName, String contentType) {
        String kind = isShown(contentType) ? "inline" : "attachment";
        return kind + "; filename=\"" + plain(fileName) + "\"; filename*=UTF-8''" + encoded(fileName);
    }

    private static boolean isShown(String contentType) {
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return SHOWN.contains(type) || type.startsWith("audio/") || type.startsWith("video/");
    }

    /** For clients that don't know the other form: what isn't plain ASCII, or could end the quotes or the path, is '_'. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints()
                .forEach(c -> plain.appendCodePoint(c < 0x20 || c > 0x7e || "\"\\/%".indexOf(c) >= 0 ? '_' : c));
        return plain.toString();
    }

    /** RFC 8187: bytes of UTF-8, all but the characters of an attribute as %XX. */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.replace('/', '_').replace('\\', '_').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (letter || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
