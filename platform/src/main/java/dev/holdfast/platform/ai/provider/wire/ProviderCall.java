package dev.holdfast.platform.ai.provider.wire;

import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.ModelException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP of one attempt, under the library that knows the providers' JSON. The library's own client loses {@code Retry-After}, lets a
 * body take for ever, takes a stream that broke off for a finished one and logs what its listeners throw; this one doesn't. Everything
 * happens on the calling thread.
 */
public final class ProviderCall implements HttpClient {

    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    private final String provider;
    private final Wire wire;
    private final long deadlineNanos;
    private final Inspection inspection;

    ProviderCall(String provider, Wire wire, Duration timeLimit) {
        this.provider = provider;
        this.wire = wire;
        this.deadlineNanos = System.nanoTime() + timeLimit.toNanos();
        this.inspection = new Inspection(provider);
    }

    /** What came over the wire, as far as the library doesn't tell. */
    public Inspection inspection() {
        return inspection;
    }

    /** This attempt, as the library wants to have it. */
    public HttpClientBuilder http() {
        return new CallBuilder(this);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<InputStream> response = send(request);
        BoundedInput input = bounded(response);
        try (input) {
            byte[] body = input.readAllBytes();
            inspection.body(new String(body, StandardCharsets.UTF_8));
            return success(response, body);
        } catch (IOException e) {
            throw broken(input);
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        HttpResponse<InputStream> response = send(request);
        BoundedInput input = bounded(response);
        GuardedListener guarded = new GuardedListener(listener, inspection, () -> broken(input));
        try (input) {
            listener.onOpen(success(response, null));
            parser.parse(input, guarded);
        } catch (IOException e) {
            throw broken(input);
        }
        guarded.finish();
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        CompletableFuture<HttpResponse<InputStream>> sent =
                wire.client().sendAsync(translated(request), BodyHandlers.ofInputStream());
        try {
            long patience = Math.min(wire.settings().silence().toNanos(), deadlineNanos - System.nanoTime());
            HttpResponse<InputStream> response = sent.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
            if (response.statusCode() / 100 != 2) {
                throw refused(response);
            }
            return response;
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw ModelException.costUnknown(Failure.TIMEOUT, provider + " gave no answer in time");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw ModelException.costUnknown(Failure.TIMEOUT, "the call to " + provider + " was interrupted");
        } catch (ExecutionException e) {
            throw unreached(e.getCause());
        }
    }

    private java.net.http.HttpRequest translated(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.body() == null ? "" : request.body();
        return builder.method(request.method().name(), BodyPublishers.ofString(body))
                .build();
    }

    private ModelException refused(HttpResponse<InputStream> response) {
        String body = "";
        try (InputStream input = bounded(response)) {
            body = new String(input.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // The status alone says enough.
            body = "";
        }
        Duration wait = response.headers()
                .firstValue("retry-after")
                .map(ProviderCall::seconds)
                .orElse(null);
        return ErrorAnswer.parse(body).ofStatus(provider, response.statusCode(), wait);
    }

    /** Providers send seconds; a date, which HTTP would allow too, counts as unsaid. */
    private static @Nullable Duration seconds(String value) {
        if (!value.strip().matches("[0-9]{1,9}")) {
            return null;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(value.strip()));
        return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }

    private ModelException unreached(@Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return ModelException.free(Failure.UNAVAILABLE, provider + " can't be reached", null);
        }
        return ModelException.costUnknown(Failure.UNAVAILABLE, "the connection to " + provider + " broke");
    }

    private BoundedInput bounded(HttpResponse<InputStream> response) {
        HttpSettings settings = wire.settings();
        return new BoundedInput(
                response.body(),
                wire.watch(),
                settings.silence(),
                deadlineNanos,
                settings.maxAnswer().toBytes());
    }

    private ModelException broken(BoundedInput input) {
        if (input.late()) {
            return ModelException.costUnknown(Failure.TIMEOUT, provider + " didn't finish its answer in time");
        }
        if (input.large()) {
            return ModelException.costUnknown(
                    Failure.UNREADABLE,
                    provider + " answered with more than "
                            + wire.settings().maxAnswer().toBytes() + " bytes");
        }
        return ModelException.costUnknown(Failure.CUT_OFF, "the answer of " + provider + " broke off");
    }

    private static SuccessfulHttpResponse success(HttpResponse<InputStream> response, byte @Nullable [] body) {
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(body)
                .build();
    }
}
