package dev.holdfast.platform.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.http.PageSource;
import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.platform.http.RawClient;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

final class FiltersTest {
    private static final String THINGS = "api/probe/things";
    private static final String THING = THINGS + "/01890a5d-ac96-774b-bcce-b302099a8057";
    private static TestApp app;

    static class Store {
        @Bean
        PageSource objects() {
            return new PageSource("https://objects.example.org");
        }
    }

    @BeforeAll
    static void boot() {
        app = ProbeApp.start(
                Map.of(
                        "holdfast.public-url", "https://records.example.org",
                        "holdfast.http.allowed-origins", "https://app.example.org",
                        "holdfast.http.trusted-proxies", "127.0.0.1,10.0.0.0/8",
                        "holdfast.http.body-max", "10KB"),
                Store.class);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void requestIdsAreKeptWhenSane() {
        assertThat(app.client().with("X-Request-Id", "a-B_9.z").get(THING).header("X-Request-Id"))
                .isEqualTo("a-B_9.z");
        for (String id : List.of("", "a b", "x".repeat(65), "<script>", "ä")) {
            assertThat(app.client().with("X-Request-Id", id).get(THING).header("X-Request-Id"))
                    .hasSize(36)
                    .isNotEqualTo(id);
        }
        assertThat(app.client().get("nothing").header("X-Request-Id")).hasSize(36);
    }

    @Test
    void theClientsAddressIsBelievedToTrustedProxiesAlone() {
        Map<String, String> seen = new HashMap<>();
        for (String forwarded : List.of(
                "203.0.113.7",
                "1.2.3.4, 203.0.113.7",
                "203.0.113.7, 10.1.2.3",
                "2001:db8::1",
                "garbage",
                "garbage, 203.0.113.7",
                "10.1.1.1",
                "localhost")) {
            seen.put(forwarded, address(forwarded));
        }
        assertThat(seen)
                .containsEntry("203.0.113.7", "203.0.113.7")
                .containsEntry("1.2.3.4, 203.0.113.7", "203.0.113.7")
                .containsEntry("203.0.113.7, 10.1.2.3", "203.0.113.7")
                .containsEntry("2001:db8::1", "2001:db8:0:0:0:0:0:1")
                .containsEntry("garbage", "127.0.0.1")
                .containsEntry("garbage, 203.0.113.7", "203.0.113.7")
                .containsEntry("10.1.1.1", "10.1.1.1")
                .containsEntry("localhost", "127.0.0.1");
        TestClient untrusted = ProbeApp.running().client().bearer(ProbeApp.ANN.toString());
        assertThat(untrusted
                        .with("X-Forwarded-For", "203.0.113.7")
                        .get("api/probe/me")
                        .json()
                        .get("address")
                        .asString())
                .isEqualTo("127.0.0.1");
    }

    private static String address(String forwarded) {
        Answer answer = app.client()
                .bearer(ProbeApp.ANN.toString())
                .with("X-Forwarded-For", forwarded)
                .get("api/probe/me");
        return answer.json().get("address").asString();
    }

    @Test
    void everyAnswerTellsBrowsersWhatTheyMay() {
        for (Answer answer : List.of(
                app.client().get(THING),
                app.client().get("nothing"),
                app.client().post(THINGS, "x"),
                app.client().get("api/%0a"))) {
            String policy = Objects.requireNonNull(answer.header("Content-Security-Policy"));
            assertThat(policy)
                    .contains(
                            "default-src 'none'",
                            "script-src 'self'",
                            "frame-ancestors 'none'",
                            "https://objects.example.org")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Permissions-Policy")).contains("geolocation=()");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=31536000");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Server")).isNull();
        }
        assertThat(ProbeApp.running().client().get(THING).header("Strict-Transport-Security"))
                .isNull();
    }

    @Test
    void otherOriginsAreAnsweredAsTheSettingsSay() {
        String preflight = "OPTIONS /" + THINGS
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization, idempotency-key\r\nOrigin: ";
        RawClient.Raw allowed = RawClient.send(app.url(), preflight + "https://app.example.org\r\n\r\n");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.head())
                .contains("access-control-allow-origin: https://app.example.org")
                .doesNotContain("allow-credentials");
        RawClient.Raw refused = RawClient.send(app.url(), preflight + "https://evil.example.org\r\n\r\n");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.head()).contains("application/problem+json").doesNotContain("access-control");
        String get = "GET /" + THING + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: ";
        assertThat(RawClient.send(app.url(), get + "https://app.example.org\r\n\r\n")
                        .head())
                .contains(
                        "access-control-allow-origin: https://app.example.org", "access-control-expose-headers: etag");
        RawClient.Raw other = RawClient.send(app.url(), get + "https://evil.example.org\r\n\r\n");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.head()).doesNotContain("access-control");
        assertThat(RawClient.send(app.url(), get + "https://records.example.org\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bodiesHaveASizeDeclaredOrNot() {
        String small = "{\"name\":\"" + "a".repeat(9_000) + "\"}";
        String large = "{\"name\":\"" + "a".repeat(11_000) + "\"}";
        assertThat(app.client().post(THINGS, small).status()).isEqualTo(200);
        assertThat(ProbeApp.refused(413, "TOO_LARGE", app.client().post(THINGS, large))
                        .json()
                        .get("limit")
                        .asInt())
                .isEqualTo(10_240);
        String chunked = "POST /" + THINGS
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        RawClient.Raw answer = RawClient.send(
                app.url(), chunked + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("TOO_LARGE");
    }

    @Test
    void bodiesComeAsTheyAre() {
        String body = "{\"name\":\"a\"}";
        assertThat(app.client()
                        .with("Content-Encoding", "identity")
                        .post(THINGS, body)
                        .status())
                .isEqualTo(200);
        for (String coding : List.of("gzip", "br", "identity, gzip")) {
            Answer refused = app.client().with("Content-Encoding", coding).post(THINGS, body);
            assertThat(ProbeApp.refused(415, "UNSUPPORTED_MEDIA_TYPE", refused).header("Accept-Encoding"))
                    .isEqualTo("identity");
        }
    }

    @Test
    void pathsOfV1AreAnsweredByTheSharedRoute() {
        assertThat(app.client()
                        .get("api/v1/probe/things/01890a5d-ac96-774b-bcce-b302099a8057?q=x")
                        .json()
                        .get("q")
                        .asString())
                .isEqualTo("x");
        assertThat(app.client().get("api/v1/probe/owned").text()).isEqualTo("v1");
        assertThat(app.client().get("api/probe/owned").text()).isEqualTo("shared");
        ProbeApp.refused(404, "NOT_FOUND", app.client().get("api/v1/nothing"));
        ProbeApp.refused(405, "METHOD_NOT_ALLOWED", app.client().delete("api/v1/probe/owned"));
    }

    @Test
    void longAnswersAreCompressed() throws IOException {
        Answer answer =
                app.client().with("Accept-Encoding", "gzip").post(THINGS, "{\"name\":\"" + "a".repeat(5_000) + "\"}");
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.bytes()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("aaaa");
        }
        assertThat(app.client().with("Accept-Encoding", "gzip").get(THING).header("Content-Encoding"))
                .isNull();
    }
}
