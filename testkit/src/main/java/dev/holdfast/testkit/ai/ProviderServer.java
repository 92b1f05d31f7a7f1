package dev.holdfast.testkit.ai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider on a free port of this machine. It checks requests as the provider does and answers them with {@link #answer}, unless
 * {@link #next} has put something else first.
 */
public abstract class ProviderServer implements AutoCloseable {

    /** The only key that is accepted. */
    public static final String KEY = "sk-holdfast-test-0123456789";

    static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour.Answer answer = Behaviour.Answer.of(12, 5, "Hold ", "fast", ".");
    private volatile @Nullable JsonNode lastRequest;

    ProviderServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where the provider is, version included. */
    public final URI baseUrl() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + version());
    }

    /** What valid requests are answered with from now on. */
    public final void answer(Behaviour.Answer next) {
        answer = next;
    }

    /** What the next valid requests get, one each, before the usual answer. */
    public final void next(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
    }

    /** How many requests came, wrong ones included. */
    public final int requests() {
        return requests.get();
    }

    /** The body of the last request that was JSON. */
    public final JsonNode lastRequest() {
        JsonNode request = lastRequest;
        if (request == null) {
            throw new IllegalStateException("no request came yet");
        }
        return request;
    }

    @Override
    public final void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** The path of the API's version. */
    abstract String version();

    /** What is wrong with a request, or null. */
    abstract @Nullable Fault check(HttpExchange exchange, @Nullable JsonNode body);

    /** Whether the request asks for a stream. */
    abstract boolean streams(HttpExchange exchange, JsonNode body);

    /** An error document. */
    abstract String error(Fault fault);

    /** The word that this provider has for being overloaded or anything else with that status. */
    abstract String usualType(int status);

    /** A whole answer. */
    abstract String whole(String model, Behaviour.Answer what);

    /** A stream's events before the pieces, without the pieces' own, one frame each. */
    abstract List<String> opening(String model, Behaviour.Answer what);

    /** The event of one piece. */
    abstract String piece(String model, String text);

    /** The events that say that the answer is complete. */
    abstract List<String> closing(String model, Behaviour.Answer what);

    /** The event by which a stream tells of an overload. */
    abstract String errorInside();

    /** The model that a valid request names. */
    String model(HttpExchange exchange, JsonNode body) {
        return body.path("model").asString();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            JsonNode body = parse(exchange);
            Fault fault = check(exchange, body);
            if (fault != null || body == null) {
                Fault said = fault == null
                        ? new Fault(400, usualType(400), "We could not parse the JSON body of your request.")
                        : fault;
                send(exchange, said.status(), error(said));
                return;
            }
            Behaviour behaviour = script.poll();
            act(exchange, body, behaviour == null ? answer : behaviour);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable JsonNode parse(HttpExchange exchange) throws IOException {
        try {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            lastRequest = body;
            return body.isObject() ? body : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private void act(HttpExchange exchange, JsonNode body, Behaviour behaviour)
            throws IOException, InterruptedException {
        String model = model(exchange, body);
        boolean streams = streams(exchange, body);
        switch (behaviour) {
            case Behaviour.Answer what
            when streams -> stream(exchange, model, what, what.pieces().size(), closing(model, what));
            case Behaviour.Answer what -> send(exchange, 200, whole(model, what));
            case Behaviour.Error error -> fail(exchange, error);
            case Behaviour.ErrorInside(int pieces) -> stream(exchange, model, answer, pieces, List.of(errorInside()));
            case Behaviour.EndsEarly(int pieces) -> stream(exchange, model, answer, pieces, List.of());
            case Behaviour.CutOff(int pieces)
            when streams -> open(exchange, model, answer, pieces).flush();
            case Behaviour.CutOff(int bytes) -> begin(exchange, whole(model, answer), bytes);
            case Behaviour.Stalls(int pieces) -> {
                if (pieces > 0) {
                    open(exchange, model, answer, pieces).flush();
                }
                closed.await();
            }
            case Behaviour.Garbage() -> send(exchange, 200, "<html>a proxy says hello</html>");
        }
    }

    private void fail(HttpExchange exchange, Behaviour.Error error) throws IOException {
        if (error.retryAfterSeconds() != null) {
            exchange.getResponseHeaders()
                    .set("Retry-After", error.retryAfterSeconds().toString());
        }
        String type = error.type() == null ? usualType(error.status()) : error.type();
        send(
                exchange,
                error.status(),
                error(new Fault(error.status(), type, "This is what the provider says, key " + KEY + " and all.")));
    }

    private void stream(HttpExchange exchange, String model, Behaviour.Answer what, int pieces, List<String> end)
            throws IOException {
        try (OutputStream out = open(exchange, model, what, pieces)) {
            for (String event : end) {
                write(out, event);
            }
        }
    }

    private OutputStream open(HttpExchange exchange, String model, Behaviour.Answer what, int pieces)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String event : opening(model, what)) {
            write(out, event);
        }
        for (String text :
                what.pieces().subList(0, Math.min(pieces, what.pieces().size()))) {
            write(out, piece(model, text));
        }
        return out;
    }

    private static void write(OutputStream out, String event) throws IOException {
        out.write((event + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void begin(HttpExchange exchange, String body, int bytes) throws IOException {
        byte[] whole = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, whole.length);
        exchange.getResponseBody().write(whole, 0, Math.min(bytes, whole.length - 1));
        exchange.getResponseBody().flush();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /**
     * What is wrong with a request.
     *
     * @param status HTTP's
     * @param type the provider's word
     * @param message the provider's sentence
     */
    record Fault(int status, String type, String message) {}
}
