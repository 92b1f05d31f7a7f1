package dev.holdfast.platform.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.platform.http.ProbeController;
import dev.holdfast.platform.http.RawClient;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IdempotencyTest {
    private static final String ORDERS = "api/probe/orders";
    private static final AtomicInteger keys = new AtomicInteger();
    private static TestApp app;

    private TestClient ann;

    @BeforeAll
    static void boot() {
        app = ProbeApp.start(Map.of("holdfast.http.body-max", "100KB"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void newKey() {
        ProbeController.hold(new CountDownLatch(0), new CountDownLatch(0));
        ann = app.client().bearer(ProbeApp.ANN.toString()).with("Idempotency-Key", "key " + keys.incrementAndGet());
    }

    @Test
    void theSameRequestAgainIsAnsweredByteForByteAndHasNoEffect() {
        int before = ProbeController.calls();
        Answer first = ann.post(ORDERS, Map.of("a", 1));
        Answer again = ann.post(ORDERS, Map.of("a", 1));
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        for (String header : List.of("ETag", "Location", "Content-Type", "Cache-Control", "X-Content-Type-Options")) {
            assertThat(again.header(header))
                    .as(header)
                    .isEqualTo(first.header(header))
                    .isNotNull();
        }
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(ProbeController.calls()).isEqualTo(before + 1);
    }

    @Test
    void refusalsAreKeptButNotFailures() {
        Answer refused = ProbeApp.refused(409, "CONFLICT", ann.post(ORDERS, Map.of("refuse", true)));
        assertThat(ann.post(ORDERS, Map.of("refuse", true)).text()).isEqualTo(refused.text());
        newKey();
        int before = ProbeController.calls();
        ProbeApp.refused(500, "INTERNAL", ann.post(ORDERS, Map.of("fail", true)));
        assertThat(ann.post(ORDERS, Map.of("a", 1)).status()).isEqualTo(201);
        assertThat(ProbeController.calls()).isEqualTo(before + 2);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        ann.post(ORDERS, Map.of("a", 1));
        ProbeApp.refused(422, "IDEMPOTENCY_MISMATCH", ann.post(ORDERS, Map.of("a", 2)));
        ProbeApp.refused(422, "IDEMPOTENCY_MISMATCH", ann.post(ORDERS + "?x=1", Map.of("a", 1)));
    }

    @Test
    void keysBelongToAccountMethodAndPath() {
        int before = ProbeController.calls();
        ann.post(ORDERS, Map.of("a", 1));
        assertThat(ann.bearer(ProbeApp.ROOT.toString())
                        .post(ORDERS, Map.of("a", 1))
                        .header("Idempotency-Replayed"))
                .isNull();
        assertThat(ann.with("X-Vendor-Id", "other").post(ORDERS, Map.of("a", 1)).header("Idempotency-Replayed"))
                .isNull();
        assertThat(ann.bearer("key:" + ProbeApp.ANN)
                        .post(ORDERS, Map.of("a", 1))
                        .header("Idempotency-Replayed"))
                .isNull();
        assertThat(ann.patch("api/probe/things", Map.of("name", "x")).header("Idempotency-Replayed"))
                .isNull();
        assertThat(ProbeController.calls()).isEqualTo(before + 4);
    }

    @Test
    void whileTheFirstRunsTheSecondWaitsOutside() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        ProbeController.hold(entered, held);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> first = threads.submit(() -> ann.post(ORDERS, Map.of("a", 1)));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ProbeApp.refused(409, "IDEMPOTENCY_RUNNING", ann.post(ORDERS, Map.of("a", 1)))
                            .header("Retry-After"))
                    .isEqualTo("1");
            ProbeApp.refused(422, "IDEMPOTENCY_MISMATCH", ann.post(ORDERS, Map.of("a", 2)));
            held.countDown();
            assertThat(first.get().status()).isEqualTo(201);
        }
        assertThat(ann.post(ORDERS, Map.of("a", 1)).header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void manyAtOnceHaveOneEffect() throws Exception {
        int before = ProbeController.calls();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> tries = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> ann.post(ORDERS, Map.of("a", 1))))
                    .toList();
            for (Future<Answer> attempt : tries) {
                assertThat(attempt.get().status()).isIn(201, 409);
            }
        }
        assertThat(ProbeController.calls()).isEqualTo(before + 1);
    }

    @Test
    void answersAreKeptForADay() {
        int before = ProbeController.calls();
        ann.post(ORDERS, Map.of("a", 1));
        app.clock().advance(Duration.ofHours(23));
        assertThat(ann.post(ORDERS, Map.of("a", 1)).header("Idempotency-Replayed"))
                .isEqualTo("true");
        app.clock().advance(Duration.ofHours(2));
        assertThat(ann.post(ORDERS, Map.of("a", 2)).status()).isEqualTo(201);
        assertThat(ProbeController.calls()).isEqualTo(before + 2);
    }

    @Test
    void keysAreShortPrintableAscii() {
        int before = ProbeController.calls();
        assertThat(ann.with("Idempotency-Key", "~".repeat(255))
                        .post(ORDERS, Map.of())
                        .status())
                .isEqualTo(201);
        ProbeApp.refused(
                400, "MALFORMED", ann.with("Idempotency-Key", "~".repeat(256)).post(ORDERS, Map.of()));
        for (String lines :
                List.of("Idempotency-Key: \u00e4", "Idempotency-Key: ", "Idempotency-Key: a\r\nIdempotency-Key: b")) {
            RawClient.Raw answer = RawClient.send(
                    app.url(),
                    "POST /" + ORDERS + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                            + ProbeApp.ANN + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" + lines
                            + "\r\n\r\n{}");
            assertThat(answer.status()).as(lines).isEqualTo(400);
        }
        assertThat(ProbeController.calls()).isEqualTo(before + 1);
    }

    @Test
    void withoutAnAccountTheKeyMeansNothing() {
        TestClient nobody = app.client().with("Idempotency-Key", "shared");
        assertThat(nobody.post("api/probe/things", Map.of("name", "a")).text()).contains("\"a\"");
        assertThat(nobody.post("api/probe/things", Map.of("name", "b")).text()).contains("\"b\"");
        ProbeApp.refused(401, "UNAUTHENTICATED", nobody.bearer("wrong").post(ORDERS, Map.of()));
        assertThat(ann.get("api/probe/me").header("Idempotency-Replayed")).isNull();
    }

    @Test
    void bodiesKeepTheirLimits() {
        ProbeApp.refused(413, "TOO_LARGE", ann.post(ORDERS, Map.of("a", "x".repeat(200_000))));
        ProbeApp.refused(400, "MALFORMED", ann.post(ORDERS, "{"));
    }

    @Test
    void storedAnswersAreSealed() throws SQLException {
        String marker = "marker-that-nobody-else-writes";
        ann.post("api/probe/things", Map.of("name", marker));
        assertThat(ann.post("api/probe/things", Map.of("name", marker)).header("Idempotency-Replayed"))
                .isEqualTo("true");
        try (Connection connection = app.database().owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select answer from platform.idempotent_requests where answer is not null")) {
            int count = 0;
            while (rows.next()) {
                count++;
                assertThat(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1))
                        .doesNotContain(marker, "name");
            }
            assertThat(count).isPositive();
        }
    }
}
