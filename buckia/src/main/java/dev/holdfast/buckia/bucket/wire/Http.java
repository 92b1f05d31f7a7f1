package dev.holdfast.buckia.bucket.wire;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One pool of connections to a provider, over plain sockets: a command that runs for a second has no time for a client that
 * must warm up first. Turns what goes wrong on the line into {@link BucketException}s.
 */
public final class Http implements AutoCloseable {
    private static final int ERROR_BYTES_MAX = 1 << 16;
    private static final int BUFFER_BYTES = 1 << 17;

    /** What is sent at once never waits for the server. */
    private static final long UNWATCHED_BYTES_MAX = 1 << 14;

    /** The longest that an answer may stand still in its middle, or a write. */
    private static final Duration STILL_MAX = Duration.ofSeconds(60);

    private final Map<String, ConcurrentLinkedDeque<Line>> spare = new ConcurrentHashMap<>();
    private final Set<Line> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Thread> watch = new AtomicReference<>();
    private volatile boolean closed;

    private final Supplier<SSLSocketFactory> secure;
    private final Duration stillMax;

    /** A pool without connections yet, which trusts whom Java trusts. */
    public Http() {
        this(STILL_MAX);
    }

    /** The same for an answer that may stand still for another time. */
    Http(Duration stillMax) {
        this(() -> (SSLSocketFactory) SSLSocketFactory.getDefault(), stillMax);
    }

    /** A pool that trusts whom the sockets do. */
    Http(Supplier<SSLSocketFactory> secure, Duration stillMax) {
        this.secure = secure;
        this.stillMax = stillMax;
    }

    /**
     * Sends a request; any status comes back. The answer's stream throws when the connection breaks or stands still for a
     * minute; it must be closed.
     *
     * @param method any, also providers' own
     * @param headers all but host and length
     * @param body what to send, or null for none
     * @throws BucketException {@link BucketError#UNAVAILABLE} or {@link BucketError#CANCELED}
     */
    public HttpResponse<InputStream> send(
            String method, URI address, Map<String, String> headers, @Nullable Body body) {
        var head = head(method, address, headers, body);
        try {
            var kept = spare(address);
            if (kept != null) {
                try {
                    return exchange(kept, method, address, head, body);
                } catch (IOException e) {
                    // The server may have closed what it thought was idle: reading is done once more on a new
                    // connection.
                    // Whoever sends something must know that it may have arrived.
                    boolean reads = method.equals("GET") || method.equals("HEAD");
                    if (!reads || Thread.currentThread().isInterrupted() || e instanceof SocketTimeoutException) {
                        throw e;
                    }
                }
            }
            var line = Line.open(address, secure);
            open.add(line);
            return exchange(line, method, address, head, body);
        } catch (IOException e) {
            throw failed(address, e);
        }
    }

    private Answer exchange(Line line, String method, URI address, byte[] head, @Nullable Body body)
            throws IOException {
        try {
            try {
                write(line, head, body);
            } catch (IOException e) {
                // A server that refuses hangs up before it has read everything; what it said is worth more.
                try {
                    return answer(line, method, address, false);
                } catch (IOException _) {
                    throw e;
                }
            }
            return answer(line, method, address, true);
        } catch (IOException | RuntimeException e) {
            drop(line);
            throw e;
        }
    }

    private void write(Line line, byte[] head, @Nullable Body body) throws IOException {
        if (body != null && body.length() > UNWATCHED_BYTES_MAX) {
            watch();
        }
        line.expect(body == null ? 0 : body.length());
        var out = line.out();
        out.write(head);
        if (body != null) {
            byte[] buffer = new byte[Math.clamp(body.length(), 1, BUFFER_BYTES)];
            try (var in = open(body)) {
                for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                    out.write(buffer, 0, read);
                }
            }
        }
        out.flush();
    }

    /** Sees to it that no write stands still for ever. */
    private void watch() {
        if (watch.get() == null) {
            var thread = Thread.ofPlatform().daemon().name("watch").unstarted(() -> {
                while (!closed) {
                    LockSupport.parkNanos(this, stillMax.toNanos() / 4);
                    open.forEach(line -> line.cutStill(stillMax));
                }
            });
            if (watch.compareAndSet(null, thread)) {
                thread.start();
            }
        }
    }

    private static InputStream open(Body body) {
        try {
            return body.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static BucketException unreadable(IOException e) {
        return new BucketException(BucketError.LOCAL, "cannot read what is to be sent" + reason(e), e);
    }

    /** The answer; what wasn't written whole would be taken for the next request's beginning. */
    private Answer answer(Line line, String method, URI address, boolean whole) throws IOException {
        var head = line.head();
        line.expectMore(stillMax);
        var content = Content.of(line, method, head, (each, reusable) -> {
            if (reusable && whole) {
                giveBack(address, each);
            } else {
                drop(each);
            }
        });
        return new Answer(address, head.status(), HttpHeaders.of(head.headers(), (name, value) -> true), content);
    }

    private static byte[] head(String method, URI address, Map<String, String> headers, @Nullable Body body) {
        var path = address.getRawPath();
        var text = new StringBuilder(512)
                .append(method)
                .append(' ')
                .append(path == null || path.isEmpty() ? "/" : path)
                .append(address.getRawQuery() == null ? "" : "?" + address.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(address.getRawAuthority())
                .append("\r\n");
        if (headers.keySet().stream().noneMatch("User-Agent"::equalsIgnoreCase)) {
            text.append("User-Agent: buckia\r\n");
        }
        headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(each -> each < ' ' || each > '~')) {
                throw new IllegalArgumentException("not a header of HTTP: " + name);
            }
            text.append(name).append(": ").append(value).append("\r\n");
        });
        if (body != null || method.equals("PUT") || method.equals("POST")) {
            text.append("Content-Length: ")
                    .append(body == null ? 0 : body.length())
                    .append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private @Nullable Line spare(URI address) {
        var lines = spare.get(address.getRawAuthority());
        var line = lines == null ? null : lines.pollFirst();
        while (lines != null && line != null && line.isStale()) {
            drop(line);
            line = lines.pollFirst();
        }
        return line;
    }

    private void giveBack(URI address, Line line) {
        line.rest();
        spare.computeIfAbsent(address.getRawAuthority(), unused -> new ConcurrentLinkedDeque<>())
                .addFirst(line);
        if (closed) {
            close();
        }
    }

    private void drop(Line line) {
        line.close();
        open.remove(line);
    }

    private static BucketException failed(URI address, IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return new BucketException(BucketError.CANCELED, "interrupted", e);
        }
        boolean none = e instanceof ConnectException || e instanceof UnknownHostException;
        var what = none
                ? "no connection to " + address.getAuthority()
                : "the connection to " + address.getAuthority() + " broke";
        return new BucketException(BucketError.UNAVAILABLE, what + reason(e), e);
    }

    /** What a failed or small answer says, at most 64 KiB of it; closes it. */
    public static byte[] small(HttpResponse<InputStream> answer) {
        try (var in = answer.body()) {
            return in.readNBytes(ERROR_BYTES_MAX);
        } catch (IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the answer broke off" + reason(e), e);
        }
    }

    /** All of an answer that is known to be small enough for memory; closes it. */
    public static byte[] all(HttpResponse<InputStream> answer) {
        try (var in = answer.body()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the answer broke off" + reason(e), e);
        }
    }

    /** The wait that an answer asks for in whole seconds; empty if it names none that can be read. */
    public static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    /** Ends all calls under way. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch.get());
        open.forEach(this::drop);
        spare.clear();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }
}
