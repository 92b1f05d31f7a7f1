package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.http.Requests;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request whose body can't be longer than it may, and is UTF-8 where it is JSON. */
final class BoundedRequest extends HttpServletRequestWrapper {
    private final long standardMax;
    private @Nullable ServletInputStream body;

    BoundedRequest(HttpServletRequest request, long standardMax) {
        super(request);
        this.standardMax = standardMax;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            long max = Requests.bodyMax(this, standardMax);
            if (getContentLengthLong() > max) {
                throw Requests.tooLarge(max);
            }
            body = new Bounded(super.getInputStream(), max, isJson() ? new Utf8Check() : null);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private boolean isJson() {
        String type = getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    /** Counts what is read. */
    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream in;
        private final long max;
        private final @Nullable Utf8Check utf8;
        private long count;

        Bounded(ServletInputStream in, long max, @Nullable Utf8Check utf8) {
            this.in = in;
            this.max = max;
            this.utf8 = utf8;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                count += read;
                if (count > max) {
                    throw Requests.tooLarge(max);
                }
            }
            if (utf8 != null) {
                utf8.accept(bytes, offset, read);
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
