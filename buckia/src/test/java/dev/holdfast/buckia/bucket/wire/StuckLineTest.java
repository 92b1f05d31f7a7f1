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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a server that takes the connection, and then not what is sent. */
@Timeout(60)
class StuckLineTest {
    private final Body large = Body.of(new byte[64 << 20]);
    private final LinkedBlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    accepted.add(server.accept());
                } catch (IOException _) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (var each : accepted) {
            each.close();
        }
    }

    @Test
    void aServerThatNeverReadsEndsTheCall() {
        try (var http = new Http(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> http.send("PUT", address(), Map.of(), large))
                    .isInstanceOfSatisfying(
                            BucketException.class, e -> assertThat(e.error()).isEqualTo(BucketError.UNAVAILABLE))
                    .hasMessageContaining("took no byte");
        }
    }

    @Test
    void aServerThatReadsSlowlyIsGivenItsTime() throws Exception {
        try (var http = new Http(Duration.ofSeconds(20))) {
            var status = new CompletableFuture<Integer>();
            Thread.ofPlatform()
                    .start(() -> status.complete(
                            http.send("PUT", address(), Map.of(), large).statusCode()));
            try (var client = accepted.poll(50, TimeUnit.SECONDS)) {
                var head = head(client.getInputStream());
                client.getInputStream().skipNBytes(large.length());
                answer(client, "200 OK");
                assertThat(head).startsWith("PUT / ");
                assertThat(status.get(50, TimeUnit.SECONDS)).isEqualTo(200);
            }
        }
    }

    @Test
    void aLineOnWhichAWriteFailedIsntUsedAgain() throws Exception {
        try (var http = new Http()) {
            var refused = new CompletableFuture<Integer>();
            Thread.ofPlatform()
                    .start(() -> refused.complete(
                            http.send("PUT", address(), Map.of(), large).statusCode()));
            try (var client = accepted.poll(50, TimeUnit.SECONDS)) {
                head(client.getInputStream());
                answer(client, "413 Too Large");
            }
            // It has hung up on bytes that it hasn't read, so that the rest can't be written.
            assertThat(refused.get(50, TimeUnit.SECONDS)).isEqualTo(413);

            var taken = new CompletableFuture<Integer>();
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    var body = Body.of(new byte[] {1});
                    taken.complete(http.send("PUT", address(), Map.of(), body).statusCode());
                } catch (BucketException e) {
                    taken.completeExceptionally(e);
                }
            });
            var ended = taken.handle((status, failure) -> failure == null);
            var next = accepted.poll(5, TimeUnit.SECONDS);
            assertThat(next).as("a new connection").isNotNull();
            try (next) {
                head(next.getInputStream());
                next.getInputStream().skipNBytes(1);
                answer(next, "200 OK");
            }
            thread.join();
            assertThat(ended.get(50, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        var text = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int each = in.read();
            if (each < 0) {
                return text.toString();
            }
            text.append((char) each);
        }
        return text.toString();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }
}
