package dev.holdfast.documents.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file found in a folder.
 *
 * @param title its path inside the folder
 * @param sizeBytes when it was found
 */
public record FolderFile(String title, Path path, long sizeBytes) {

    /** Longest text that can be a document, in bytes. */
    public static final int TEXT_BYTES_MAX = 10 << 20;

    /** The content type that it would have as a document. */
    public String contentType() {
        return Titles.contentType(title);
    }

    /**
     * Its content, where it is a document: named {@code .md}, {@code .markdown}, {@code .txt} or {@code .json}, at most 10 MB,
     * UTF-8 and without U+0000. Empty where it is an attachment. A byte order mark stays in the content.
     *
     * @throws IOException when it can't be read
     */
    public Optional<String> text() throws IOException {
        if (!Titles.isDocument(title) || sizeBytes > TEXT_BYTES_MAX) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(TEXT_BYTES_MAX + 1);
        }
        if (bytes.length > TEXT_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
