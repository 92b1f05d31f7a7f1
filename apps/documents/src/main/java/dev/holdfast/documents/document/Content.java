package dev.holdfast.documents.document;

import dev.holdfast.platform.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content that was checked, with its title, type and etag.
 *
 * @param etag SHA-256 of the text's UTF-8 bytes, 64 lower-case hex digits
 */
public record Content(String title, String text, String contentType, String etag) {
    public static final String MARKDOWN = "text/markdown";
    public static final String JSON = "application/json";
    public static final String PLAIN = "text/plain";

    /** The types that a document can have. */
    public static final List<String> TYPES = List.of(MARKDOWN, JSON, PLAIN);

    /** The greatest content, in bytes of UTF-8. */
    public static final int BYTES_MAX = 10 << 20;

    /**
     * Checks what somebody sent and notes in {@code fields} what is wrong with it.
     *
     * @param contentType null for Markdown
     */
    static Content check(Fields fields, @Nullable String title, @Nullable String text, @Nullable String contentType) {
        String goodTitle = fields.name("title", title, Fields.TITLE_LENGTH_MAX);
        String goodText = fields.text("content", text, BYTES_MAX);
        String type = contentType == null ? MARKDOWN : fields.oneOf("contentType", contentType, TYPES);
        byte[] bytes = goodText.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX && goodText.length() <= BYTES_MAX) {
            fields.refuse("content", "must have at most " + BYTES_MAX + " bytes of UTF-8, has " + bytes.length);
        }
        return new Content(goodTitle, goodText, type, etag(bytes));
    }

    /** The etag of a content's bytes. */
    public static String etag(byte[] utf8) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
