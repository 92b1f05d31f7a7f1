package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Refuses bytes that aren't UTF-8 while they are read. The JSON reader alone lets encoded surrogates and overlong forms
 * through.
 */
final class Utf8Check {
    private static final int SEQUENCE_MAX = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer scratch = CharBuffer.allocate(1_024);
    private final ByteBuffer carried = ByteBuffer.allocate(SEQUENCE_MAX);

    /** Takes the next bytes; a negative length is the end. Throws MALFORMED. */
    void accept(byte[] bytes, int offset, int length) {
        if (length < 0) {
            if (carried.position() > 0) {
                throw malformed();
            }
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 0) {
                // No JSON text holds one, but UTF-16 and UTF-32 do, which the reader would take for what they are.
                throw malformed();
            }
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        while (carried.position() > 0 && in.hasRemaining()) {
            carried.put(in.get());
            carried.flip();
            decode(carried);
            carried.compact();
        }
        if (in.hasRemaining()) {
            decode(in);
            carried.put(in);
        }
    }

    /** Leaves the start of a sequence whose end hasn't been read yet. */
    private void decode(ByteBuffer in) {
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            scratch.clear();
            result = decoder.decode(in, scratch, false);
        }
        if (result.isError()) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return new Problem(Code.MALFORMED, "The body isn't UTF-8.");
    }
}
