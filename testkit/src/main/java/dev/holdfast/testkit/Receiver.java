package dev.holdfast.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP server on this machine that keeps each request, and answers with the statuses it was told, then 204. */
public final class Receiver implements AutoCloseable {
    /** In place of a status: the connection is cut without an answer. */
    public static final int DROP = -1;

    private static final int OK = 204;
    private static final int HELD_SECONDS_MAX = 30;

    private final HttpServer server;
    private final List<Received> received = new ArrayList<>();
    private final Deque<Planned> answers = new ArrayDeque<>();

    private Receiver(HttpServer server) {
        this.server = server;
    }

    private record Planned(int status, CountDownLatch from) {}

    /**
     * A request that came.
     *
     * @param headers names in lower case
     */
    public record Received(String path, Map<String, String> headers, String body) {}

    /** Starts one on a free port. */
    public static Receiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Receiver receiver = new Receiver(server);
            server.createContext("/", receiver::take);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, with a path. */
    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What the next requests are answered with; 3xx lead to {@code /elsewhere} here. */
    public synchronized void answer(int... statuses) {
        for (int status : statuses) {
            answers.add(new Planned(status, new CountDownLatch(0)));
        }
    }

    /** Keeps one of the next requests waiting until what is returned is run, then answers it with the status. */
    public synchronized Runnable hold(int status) {
        CountDownLatch from = new CountDownLatch(1);
        answers.add(new Planned(status, from));
        return from::countDown;
    }

    /** What has come to a path, in its order. */
    public synchronized List<Received> received(String path) {
        return received.stream().filter(r -> r.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Planned planned;
        synchronized (this) {
            received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
            planned = answers.poll();
        }
        int status = planned == null ? OK : planned.status();
        if (planned != null) {
            await(planned.from());
        }
        if (status == DROP) {
            exchange.close();
            return;
        }
        if (status >= 300 && status < 400) {
            exchange.getResponseHeaders().set("Location", url("/elsewhere").toString());
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void await(CountDownLatch from) {
        try {
            if (!from.await(HELD_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let the request go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
