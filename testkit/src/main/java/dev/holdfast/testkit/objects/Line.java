package dev.holdfast.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on a free port of this machine, whose requests can be made to go wrong. */
public final class Line implements AutoCloseable {
    private static final int LOG_LENGTH_MAX = 100_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Function<Call, Reply> answer;

    /** Answers with this from now on. */
    public Line(Function<Call, Reply> answer) {
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it is, without a slash at the end. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** What goes wrong with the next requests that fit, one each, in this order. */
    public void next(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** How many faults still wait for their request. */
    public int waiting() {
        return faults.size();
    }

    /** Method and path of all requests so far that hold a text. */
    public List<String> log(String in) {
        return log.stream().filter(line -> line.contains(in)).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var address = exchange.getRequestURI();
            var query = address.getRawQuery() == null ? "" : address.getRawQuery();
            var call = new Call(
                    exchange.getRequestMethod(), address.getRawPath(), query, exchange.getRequestHeaders(), body);
            if (log.size() < LOG_LENGTH_MAX) {
                log.add(call.line());
            }
            switch (take(call.line())) {
                case Fault.Refusal refusal -> send(exchange, refusal.reply(), Integer.MAX_VALUE);
                case Fault.Lost _ -> {
                    var unused = answer.apply(call);
                }
                case Fault.Cut cut -> send(exchange, answer.apply(call), cut.bytes());
                case Fault.Stall stall -> {
                    send(exchange, answer.apply(call), stall.bytes());
                    closed.await();
                }
                case Fault.FlippedAnswer _ -> {
                    var reply = answer.apply(call);
                    send(exchange, new Reply(reply.status(), reply.headers(), flip(reply.body())), Integer.MAX_VALUE);
                }
                case Fault.FlippedRequest _ -> {
                    var changed = new Call(call.method(), call.path(), query, call.headers(), flip(body));
                    send(exchange, answer.apply(changed), Integer.MAX_VALUE);
                }
                case null -> send(exchange, answer.apply(call), Integer.MAX_VALUE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Fault take(String line) {
        for (var fault : faults) {
            if (line.contains(fault.in())) {
                faults.remove(fault);
                return fault;
            }
        }
        return null;
    }

    private static void send(HttpExchange exchange, Reply reply, int bytesMax) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var body = reply.body();
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body, 0, Math.min(body.length, bytesMax));
            exchange.getResponseBody().flush();
        }
    }

    private static byte[] flip(byte[] bytes) {
        var changed = bytes.clone();
        if (changed.length > 0) {
            changed[changed.length / 2] ^= 1;
        }
        return changed;
    }
}
