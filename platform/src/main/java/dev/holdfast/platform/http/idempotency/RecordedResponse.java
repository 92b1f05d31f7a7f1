package dev.holdfast.platform.http.idempotency;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds an answer back until it is complete, so that it is stored before it is sent. An answer that turns out to be a stream or
 * too long goes through from there on, and isn't kept.
 */
final class RecordedResponse extends HttpServletResponseWrapper {
    static final int BODY_BYTES_MAX = 16 * 1_024 * 1_024;

    /** What belongs to one exchange and not to the answer. */
    private static final Set<String> NOT_KEPT = Set.of(
            "x-request-id",
            "date",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "content-length",
            "content-encoding",
            "vary",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
            "set-cookie");

    private final Set<String> before = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean through;
    private @Nullable ServletOutputStream out;
    private @Nullable PrintWriter writer;

    RecordedResponse(HttpServletResponse response) {
        super(response);
        before.addAll(response.getHeaderNames());
    }

    /** The whole answer; empty when it has already gone through. */
    Optional<Answer> complete() {
        if (writer != null) {
            writer.flush();
        }
        if (through) {
            return Optional.empty();
        }
        List<Answer.Header> headers = new ArrayList<>();
        for (String name : new TreeSet<>(getHeaderNames())) {
            if (!NOT_KEPT.contains(name.toLowerCase(Locale.ROOT))
                    && (!before.contains(name) || name.equalsIgnoreCase("Cache-Control"))) {
                getHeaders(name).forEach(value -> headers.add(new Answer.Header(name, value)));
            }
        }
        if (getContentType() != null
                && headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Content-Type"))) {
            headers.add(new Answer.Header("Content-Type", getContentType()));
        }
        return Optional.of(new Answer(getStatus(), headers, held.toByteArray()));
    }

    /** Sends what was held back. */
    void release() throws IOException {
        if (!through) {
            through = true;
            getResponse().getOutputStream().write(held.toByteArray());
            held.reset();
        }
    }

    /** From here on nothing is held back any more. */
    void letThrough() throws IOException {
        release();
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (out == null) {
            out = new Holding();
        }
        return out;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (through) {
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        held.reset();
    }

    @Override
    public void reset() {
        super.reset();
        held.reset();
    }

    private final class Holding extends ServletOutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!through && held.size() + length > BODY_BYTES_MAX) {
                letThrough();
            }
            if (through) {
                getResponse().getOutputStream().write(bytes, offset, length);
            } else {
                held.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (through) {
                getResponse().getOutputStream().flush();
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("not for this response");
        }
    }
}
