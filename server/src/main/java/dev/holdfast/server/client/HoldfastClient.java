package dev.holdfast.server.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server, spoken to as one account. Requests that were refused for now (429, 503) or whose connection broke are sent
 * again, so callers send only what may be done twice: their own ids for what they make, etags for what they change.
 */
public final class HoldfastClient implements AutoCloseable {
    private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_WAIT_MAX = Duration.ofMinutes(3);
    private static final Duration TRANSFER_WAIT_MAX = Duration.ofHours(2);
    private static final int TRIES_MAX = 6;
    private static final long PAUSE_MS_MAX = 60_000;
    private static final long BROKEN_PAUSE_MS = 500;

    private final URI server;
    private final HttpClient http;
    private @Nullable Session session;

    /** @param server the server's address, with or without a slash at its end */
    public HoldfastClient(URI server) {
        this.server = URI.create(server.toString().replaceAll("/+$", "") + "/");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WAIT_MAX)
                .build();
    }

    /** Speaks as this session's account from now on. */
    void signedIn(Session as) {
        session = as;
    }

    /** Where the server is, with a slash at the end. */
    public URI server() {
        return server;
    }

    public Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body, Map.of());
    }

    public Answer put(String path, Object body, Map<String, String> headers) {
        return send("PUT", path, body, headers);
    }

    public Answer delete(String path, Map<String, String> headers) {
        return send("DELETE", path, null, headers);
    }

    /** Sends JSON and reads the whole answer. Throws {@link ClientFailure} when no answer can be had. */
    public Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        byte[] bytes = body == null ? new byte[0] : Answer.JSON.writeValueAsBytes(body);
        Answer answer = tried(method, path, () -> {
            HttpRequest.Builder request = authorized(path).timeout(ANSWER_WAIT_MAX);
            request.method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            headers.forEach(request::setHeader);
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        });
        Session known = session;
        if (answer.status() == 401 && known != null) {
            if (known.refresh(this)) {
                return send(method, path, body, headers);
            }
            throw new ClientFailure(known.refused(server) + " " + answer.reason());
        }
        return answer;
    }

    /** Uploads a file to a signed address, outside of the server's own routes. */
    public Answer upload(String method, URI address, Map<String, String> headers, Path file) {
        return tried(method, address.getPath(), () -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TRANSFER_WAIT_MAX);
            headers.forEach((name, value) -> {
                if (!List.of("host", "content-length").contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    request.setHeader(name, value);
                }
            });
            request.method(method, HttpRequest.BodyPublishers.ofFile(file));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        });
    }

    /** Downloads into a file; follows one redirect, without the credential. Throws {@link ClientFailure} when it can't. */
    public void download(String path, Path target) {
        HttpRequest.Builder request = authorized(path).timeout(TRANSFER_WAIT_MAX);
        try {
            HttpResponse<Path> first = http.send(request.build(), HttpResponse.BodyHandlers.ofFile(target));
            HttpResponse<Path> last = first;
            if (first.statusCode() / 100 == 3) {
                URI signed = first.uri()
                        .resolve(first.headers().firstValue("Location").orElse(""));
                last = http.send(
                        HttpRequest.newBuilder(signed)
                                .timeout(TRANSFER_WAIT_MAX)
                                .build(),
                        HttpResponse.BodyHandlers.ofFile(target));
            }
            if (last.statusCode() != 200) {
                throw new ClientFailure("The download of " + path + " was answered with " + last.statusCode());
            }
        } catch (IOException e) {
            throw ClientFailure.unreachable("The download of " + path + " broke off: " + words(e), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Opens a stream of events. The caller closes it. */
    public InputStream events(String path) {
        try {
            HttpRequest request =
                    authorized(path).header("Accept", "text/event-stream").build();
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new ClientFailure("The stream of " + path + " was answered with " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw ClientFailure.unreachable(server + " can't be reached: " + words(e), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends the session, where this client opened it. */
    @Override
    public void close() {
        Session known = session;
        session = null;
        if (known != null) {
            known.end(this);
        }
        http.shutdownNow();
    }

    private HttpRequest.Builder authorized(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        Session known = session;
        if (known != null) {
            request.header("Authorization", "Bearer " + known.accessToken());
        }
        return request;
    }

    private interface Call {
        HttpResponse<byte[]> run() throws IOException, InterruptedException;
    }

    private Answer tried(String method, String path, Call call) {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<byte[]> response = call.run();
                int status = response.statusCode();
                if ((status != 429 && status != 503) || attempt == TRIES_MAX) {
                    return new Answer(status, response.body());
                }
                pause(response.headers()
                        .firstValue("Retry-After")
                        .map(HoldfastClient::seconds)
                        .orElse(1_000L * attempt));
            } catch (IOException e) {
                if (attempt == TRIES_MAX || e instanceof ConnectException && attempt > 1) {
                    throw ClientFailure.unreachable(unreached(method, path, e), e);
                }
                pause(BROKEN_PAUSE_MS * attempt);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private String unreached(String method, String path, IOException e) {
        boolean never = e instanceof ConnectException;
        return server + " can't be reached" + (never ? ": " : " (" + method + " " + path + "): ") + words(e);
    }

    private static String words(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "there is no machine of that name";
            }
        }
        if (e instanceof ConnectException) {
            return "nothing answers there. Does it run, and is the address right?";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static ClientFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ClientFailure("interrupted", e);
    }

    private static long seconds(String header) {
        try {
            return Long.parseLong(header.strip()) * 1_000;
        } catch (NumberFormatException e) {
            return 1_000;
        }
    }

    private static void pause(long millis) {
        try {
            var unused = new CountDownLatch(1).await(Math.min(millis, PAUSE_MS_MAX), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
