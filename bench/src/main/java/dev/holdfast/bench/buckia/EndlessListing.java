package dev.holdfast.bench.buckia;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** An S3 service with one bucket that nobody could fill: lists as many objects as it is told to have, 1,000 a page. */
final class EndlessListing implements AutoCloseable {
    private static final int PAGE = 1_000;
    private static final Pattern TOKEN = Pattern.compile(".*continuation-token=([0-9]+).*");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int objects;

    /** Begins to listen on a free port of the loopback address. */
    EndlessListing(int objects) throws IOException {
        this.objects = objects;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where clients find it. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            boolean listing = exchange.getRequestMethod().equals("GET") && query.contains("list-type=2");
            if (!listing) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var token = TOKEN.matcher(query);
            int first = token.matches() ? Integer.parseInt(token.group(1)) : 0;
            byte[] body = page(query.contains("prefix=") ? objects : first).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String page(int first) {
        int end = Math.min(objects, first + PAGE);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>");
        for (int at = first; at < end; at++) {
            xml.append("<Contents><Key>")
                    .append("photos/%04d/IMG_%08d.jpg".formatted(at / PAGE, at))
                    .append("</Key><LastModified>2025-01-01T12:00:00.000Z</LastModified><ETag>&quot;")
                    .append("%032x".formatted(at))
                    .append("&quot;</ETag><Size>")
                    .append(1_000_000 + at)
                    .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }
        if (end < objects) {
            xml.append("<NextContinuationToken>").append(end).append("</NextContinuationToken>");
        }
        return xml.append("<IsTruncated>")
                .append(end < objects)
                .append("</IsTruncated></ListBucketResult>")
                .toString();
    }
}
