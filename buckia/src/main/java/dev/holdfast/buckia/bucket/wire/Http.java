package dev.holdfast.buckia.bucket.wire;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One pool of connections to a provider. Turns what goes wrong on the line into {@link BucketException}s. */
public final class Http implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(120);
    /** The slowest line that an upload is given time for. */
    private static final long SLOWEST_BYTES_PER_SECOND = 32 << 10;

    private static final int SMALL_BYTES = 1 << 20;
    private static final int ERROR_BYTES_MAX = 1 << 16;

    /** The longest that an answer may stand still in its middle; the client's own limit ends with the headers. */
    private static final Duration STILL_MAX = Duration.ofSeconds(60);

    private final Duration stillMax;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();

    /** A pool without connections yet. */
    public Http() {
        this(STILL_MAX);
    }

    /** The same for an answer that may stand still for another time. */
    Http(Duration stillMax) {
        this.stillMax = stillMax;
    }

    /**
     * Sends a request; any status comes back. The answer's stream throws when the connection breaks or stands still for a minute;
     * it must be closed.
     *
     * @param method any, also providers' own
     * @param headers all but host and length
     * @param body what to send, or null for none
     * @throws BucketException {@link BucketError#UNAVAILABLE} or {@link BucketError#CANCELED}
     */
    public HttpResponse<InputStream> send(
            String method, URI address, Map<String, String> headers, @Nullable Body body) {
        var sending = Duration.ofSeconds(body == null ? 0 : body.length() / SLOWEST_BYTES_PER_SECOND);
        var request = HttpRequest.newBuilder(address)
                .timeout(ANSWER_MAX.plus(sending))
                .method(method, publisher(body));
        headers.forEach(request::header);
        try {
            return client.send(
                    request.build(),
                    head -> HttpResponse.BodySubscribers.mapping(
                            HttpResponse.BodySubscribers.ofInputStream(), in -> new Watched(in, threads, stillMax)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketError.CANCELED, "interrupted", e);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new BucketException(
                    BucketError.UNAVAILABLE, "no connection to " + address.getAuthority() + reason(e), e);
        } catch (IOException e) {
            throw new BucketException(
                    BucketError.UNAVAILABLE, "the connection to " + address.getAuthority() + " broke" + reason(e), e);
        }
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
        client.shutdownNow();
        threads.shutdownNow();
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable Body body) {
        if (body == null) {
            return HttpRequest.BodyPublishers.noBody();
        }
        if (body.length() <= SMALL_BYTES) {
            try (var in = body.open()) {
                return HttpRequest.BodyPublishers.ofByteArray(in.readAllBytes());
            } catch (IOException e) {
                throw new BucketException(BucketError.LOCAL, "cannot read what is to be sent" + reason(e), e);
            }
        }
        var stream = HttpRequest.BodyPublishers.ofInputStream(() -> {
            try {
                return body.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return HttpRequest.BodyPublishers.fromPublisher(stream, body.length());
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }
}
