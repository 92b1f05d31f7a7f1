package dev.holdfast.buckia.bucket.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;

/** The body of an answer: as long as its head said, or in chunks, or up to the connection's end. */
final class Content extends InputStream {
    private static final int DRAINED_BYTES_MAX = 1 << 16;
    private static final int CHUNK_LINE_MAX = 1_024;

    private final Line line;
    private final Owner owner;
    private final boolean last;
    private final boolean chunked;
    private final boolean toEnd;
    private long left;
    private boolean ended;

    private Content(Line line, Owner owner, boolean last, boolean chunked, long length) {
        this.line = line;
        this.owner = owner;
        this.last = last;
        this.chunked = chunked;
        this.toEnd = !chunked && length < 0;
        this.left = chunked ? 0 : length;
    }

    /**
     * The body behind a head.
     *
     * @param method of the request
     * @param owner gets the connection back
     */
    static InputStream of(Line line, String method, Line.Head head, Owner owner) throws IOException {
        var headers = head.headers();
        boolean last =
                headers.getOrDefault("Connection", List.of()).stream().anyMatch(each -> each.equalsIgnoreCase("close"));
        boolean none = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        boolean chunked = headers.getOrDefault("Transfer-Encoding", List.of()).stream()
                .anyMatch(each -> each.equalsIgnoreCase("chunked"));
        var length = headers.getOrDefault("Content-Length", List.of());
        var content = new Content(
                line, owner, last, chunked && !none, none ? 0 : length.isEmpty() ? -1 : number(length.getFirst()));
        if (!content.chunked && content.left == 0) {
            content.end(!last);
        }
        return content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            return more(target, offset, length);
        } catch (SocketTimeoutException e) {
            throw new IOException("no byte came for too long", e);
        }
    }

    private int more(byte[] target, int offset, int length) throws IOException {
        if (chunked && left == 0 && !nextChunk()) {
            return -1;
        }
        int read = line.in().read(target, offset, toEnd ? length : (int) Math.min(length, left));
        if (read < 0 && toEnd) {
            end(false);
            return -1;
        }
        if (read < 0) {
            throw new EOFException("the connection was closed with " + left + " bytes to come");
        }
        left -= toEnd ? 0 : read;
        if (!toEnd && left == 0) {
            if (!chunked) {
                end(!last);
            } else if (!line.line(CHUNK_LINE_MAX).isEmpty()) {
                throw new IOException("a chunk that doesn't end where it said");
            }
        }
        return read;
    }

    @Override
    public int available() {
        return ended ? 0 : (int) Math.min(Integer.MAX_VALUE, left);
    }

    /** Gives the connection back if little is left, else closes it. */
    @Override
    public void close() {
        try {
            if (!ended && !toEnd && left <= DRAINED_BYTES_MAX) {
                skipNBytes(left);
                if (chunked && left == 0 && !ended) {
                    var unused = nextChunk();
                }
            }
        } catch (IOException _) {
            // Then it can't be used again.
        } finally {
            if (!ended) {
                end(false);
            }
        }
    }

    private void end(boolean reusable) {
        ended = true;
        owner.done(line, reusable);
    }

    /** Whose connection it is. */
    @FunctionalInterface
    interface Owner {
        /** The body has come to its end. */
        void done(Line line, boolean reusable);
    }

    private boolean nextChunk() throws IOException {
        var text = line.line(CHUNK_LINE_MAX);
        int end = text.indexOf(';');
        try {
            left = Long.parseLong((end < 0 ? text : text.substring(0, end)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk's length: '" + text + "'", e);
        }
        if (left < 0) {
            throw new IOException("a chunk of " + left + " bytes");
        }
        if (left == 0) {
            for (int each = 0; !line.line(CHUNK_LINE_MAX).isEmpty(); each++) {
                if (each == 100) {
                    throw new IOException("too many headers behind the body");
                }
            }
            end(!last);
            return false;
        }
        return true;
    }

    private static long number(String text) throws IOException {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not a length: '" + text + "'", e);
        }
        throw new IOException("not a length: '" + text + "'");
    }
}
