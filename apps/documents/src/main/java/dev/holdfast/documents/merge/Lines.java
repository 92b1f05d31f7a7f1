package dev.holdfast.documents.merge;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.RawText;

/** Text as a sequence of lines, each with the line feed that ends it; a carriage return belongs to its line. */
final class Lines {

    private Lines() {}

    static RawText of(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return new RawText(exact);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text holds a surrogate without its other half", e);
        }
    }

    /** Lines {@code begin} to {@code end} (exclusive) as text, endings included. */
    static String text(RawText lines, int begin, int end) {
        return lines.getString(begin, end, false);
    }
}
