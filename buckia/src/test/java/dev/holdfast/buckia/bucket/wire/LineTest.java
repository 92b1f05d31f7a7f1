package dev.holdfast.buckia.bucket.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server that answers word for word what a test says. */
class LineTest {
    private static final long SECONDS_MAX = 60;
    private static final String HANG_UP = "";

    private final Http http = new Http();
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException _) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        server.close();
    }

    @Test
    void readsBodiesOfEachKindAndKeepsTheConnection() {
        answers.addAll(List.of(
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nRetry-After: 7\r\n\r\nno"));
        assertThat(text("GET")).isEqualTo("hello");
        assertThat(text("GET")).isEqualTo("abc0123456789");
        assertThat(text("DELETE")).isEmpty();
        var missing = http.send("GET", address(), Map.of(), null);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(Http.retryAfter(missing).orElseThrow()).hasSeconds(7);
        assertThat(new String(Http.small(missing), StandardCharsets.UTF_8)).isEqualTo("no");
        assertThat(connections).hasValue(1);
    }

    @Test
    void sendsHeadersAndBody() throws InterruptedException {
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var body = Body.of("content".getBytes(StandardCharsets.UTF_8));
        var answer = http.send("PUT", URI.create(address() + "/a%20b?x=y"), Map.of("x-one", "1"), body);
        assertThat(Http.all(answer)).isEmpty();
        assertThat(asked.poll(SECONDS_MAX, TimeUnit.SECONDS))
                .startsWith("PUT /a%20b?x=y HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("x-one: 1\r\n", "Content-Length: 7\r\n")
                .endsWith("\r\n\r\ncontent");
        assertThatThrownBy(() -> http.send("GET", address(), Map.of("x", "1\r\ny: 2"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsMadeAnew() {
        answers.addAll(List.of("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", HANG_UP));
        assertThat(text("GET")).isEqualTo("a");
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        assertThat(text("GET")).isEqualTo("b");
        assertThat(connections).hasValue(2);
    }

    @Test
    void aNewConnectionThatBreaksIsTheCallersToTryAgain() {
        answers.add(HANG_UP);
        assertThatThrownBy(() -> text("GET"))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.error()).isEqualTo(BucketError.UNAVAILABLE));
    }

    @Test
    void aBodyThatIsCutIsAFailureAndNonsenseToo() {
        for (var answer : List.of(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhel",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 two OK\r\nConnection: close\r\n\r\n",
                "SSH-2.0-something\r\n\r\nConnection: close")) {
            answers.add(answer);
            assertThatThrownBy(() -> text("GET"))
                    .isInstanceOfSatisfying(
                            BucketException.class, e -> assertThat(e.error()).isEqualTo(BucketError.UNAVAILABLE));
        }
    }

    @Test
    void anInterruptAndACloseEndACall() throws Exception {
        var began = new CountDownLatch(2);
        var ended = new CompletableFuture<BucketError>();
        var closed = new CompletableFuture<BucketError>();
        var one = Thread.ofPlatform().start(() -> ended.complete(failure(began)));
        Thread.ofPlatform().start(() -> closed.complete(failure(began)));
        assertThat(began.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(asked.poll(SECONDS_MAX, TimeUnit.SECONDS)).isNotNull();
        assertThat(asked.poll(SECONDS_MAX, TimeUnit.SECONDS)).isNotNull();
        one.interrupt();
        assertThat(ended.get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(BucketError.CANCELED);
        http.close();
        assertThat(closed.get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(BucketError.UNAVAILABLE);
    }

    private BucketError failure(CountDownLatch began) {
        began.countDown();
        try {
            return BucketError.valueOf(text("GET"));
        } catch (BucketException e) {
            return e.error();
        }
    }

    private String text(String method) {
        return new String(Http.all(http.send(method, address(), Map.of(), null)), StandardCharsets.UTF_8);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void serve(Socket client) {
        try (client) {
            while (true) {
                var request = request(client.getInputStream());
                if (request.isEmpty()) {
                    return;
                }
                asked.add(request);
                var answer = answers.take();
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (answer.equals(HANG_UP) || answer.contains("Connection: close")) {
                    return;
                }
            }
        } catch (IOException _) {
            // The client has hung up.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int each = in.read();
            if (each < 0) {
                return "";
            }
            text.append((char) each);
        }
        int at = text.indexOf("Content-Length: ");
        if (at >= 0) {
            int length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)));
            text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
