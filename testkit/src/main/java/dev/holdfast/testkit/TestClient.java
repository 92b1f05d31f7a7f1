package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks JSON over real HTTP. Immutable: each {@code with…} gives another client over the same connections. */
public final class TestClient {
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(60);

    private final URI base;
    private final Map<String, String> headers;

    public TestClient(URI base) {
        this(base, Map.of());
    }

    private TestClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param text the body as text
     * @param response the whole response
     */
    public record Answer(int status, String text, HttpResponse<byte[]> response) {

        /** The body as JSON; missing where there is none. */
        public JsonNode json() {
            return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
        }

        /** The first value of a header; null where it isn't there. */
        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** The body's bytes. */
        public byte[] bytes() {
            return response.body();
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    /** The same client with a header on each request. */
    public TestClient with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new TestClient(base, more);
    }

    /** The same client with an access token. */
    public TestClient bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** Signs up with a password and answers as that account from then on. Fails when it isn't let in. */
    public TestClient signUp(String email, String password) {
        Answer answer = post("api/auth/signup", Map.of("email", email, "password", password));
        if (answer.status() != 201) {
            throw new AssertionError("sign-up of " + email + ": " + answer);
        }
        return bearer(answer.json().get("accessToken").asString());
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a request; a body that is no text and no bytes is written as JSON. A path may also be a whole address. */
    public Answer send(String method, String path, @Nullable Object body) {
        byte[] bytes = switch (body) {
            case null -> new byte[0];
            case byte[] raw -> raw;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> JSON.writeValueAsBytes(body);
        };
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_WAIT_MAX)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path, e);
        }
    }
}
