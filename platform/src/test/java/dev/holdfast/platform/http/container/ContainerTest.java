package dev.holdfast.platform.http.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.platform.http.RawClient;
import dev.holdfast.platform.http.RawClient.Raw;
import dev.holdfast.testkit.TestClient;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the container refuses before any route is asked is a problem too. */
final class ContainerTest {
    private static final String REST = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private final URI server = ProbeApp.running().url();

    @Test
    void brokenRequestsAreMalformed() {
        for (String request : List.of(
                "GARBAGE\r\n\r\n",
                "GET /api/probe/{x}" + REST,
                "GET /api/\u00ff" + REST,
                "GET /api/probe HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /api/probe HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET /api/probe HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
                "G(T /api/probe" + REST,
                "GET /api/probe%2fx" + REST,
                "GET /api/probe%5cx" + REST,
                "GET /api/..;/metrics" + REST,
                "GET /api/../../x" + REST,
                "GET /api/./x" + REST,
                "GET /api/%2e%2e/x" + REST,
                "GET /api/probe;v=1" + REST,
                "GET /api/pro%00be" + REST,
                "GET /api/pro%0abe" + REST,
                "GET /api/%ff" + REST,
                "GET /api/%c0%80" + REST,
                "GET /api/%4" + REST,
                "GET /api/%zz" + REST,
                "GET /api/probe?q=%00" + REST,
                "GET /api/probe?q=%ff" + REST,
                "GET /api/probe?q=%ed%a0%80" + REST,
                "GET /api/probe?q=%4" + REST,
                "POST /api/probe/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: x\r\n\r\n{}",
                "POST /api/probe/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: -1\r\n\r\n{}")) {
            refused(400, "MALFORMED", request);
        }
    }

    @Test
    void bodiesThatBreakOffAreMalformed() {
        String head =
                "POST /api/probe/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
        refused(400, "MALFORMED", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
    }

    @Test
    void headersHaveASize() {
        refused(
                431,
                "HEADERS_TOO_LARGE",
                "GET /api/probe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: " + "a".repeat(40_000) + "\r\n\r\n");
        refused(431, "HEADERS_TOO_LARGE", "GET /api/probe?" + "a".repeat(40_000) + REST);
        refused(
                431,
                "HEADERS_TOO_LARGE",
                "GET /api/probe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + "X-A: a\r\n".repeat(200) + "\r\n");
    }

    @Test
    void methodsThatNobodyTakesAreRefused() {
        Raw answer = refused(405, "METHOD_NOT_ALLOWED", "TRACE /api/probe/things" + REST);
        assertThat(answer.head()).contains("\r\nallow: ");
        assertThat(answer.toString()).contains("\"instance\":\"/api/probe/things\"");
        refused(405, "METHOD_NOT_ALLOWED", "BREW /api/probe/things" + REST);
        TestClient client = ProbeApp.running().client();
        assertThat(ProbeApp.refused(405, "METHOD_NOT_ALLOWED", client.put("api/probe/things", "{}"))
                        .header("Allow"))
                .isEqualTo("PATCH, POST");
        assertThat(client.send("OPTIONS", "api/probe/things", null).header("Allow"))
                .contains("POST");
        TestClient.Answer head = client.send("HEAD", "api/probe/things/01890a5d-ac96-774b-bcce-b302099a8057", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo("\"e1\"");
    }

    @Test
    void jsonUnderAnotherNameIsAnsweredAsWhatItIs() {
        TestClient client = ProbeApp.running().client();
        for (String accept : List.of("application/problem+json", "text/html;q=0.2, application/hal+json;q=0.1")) {
            assertThat(client.with("Accept", accept).get("healthz").header("Content-Type"))
                    .as(accept)
                    .isEqualTo("application/json");
        }
        assertThat(client.with("Accept", "application/problem+json")
                        .get("api/nothing")
                        .header("Content-Type"))
                .isEqualTo("application/problem+json");
    }

    @Test
    void aPageThatIsAskedForTwiceIsToldSo() {
        TestClient client = ProbeApp.running().client();
        assertThat(ProbeApp.refused(400, "MALFORMED", client.get("healthz?limit=1&limit=2"))
                        .text())
                .contains("limit is given 2 times");
        assertThat(client.get("healthz?limit=1").status()).isEqualTo(200);
    }

    @Test
    void versionsOfHttpThatNobodySpeaksAreRefused() {
        Raw answer = RawClient.send(server, "GET /api/probe HTTP/9.9\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isBetween(400, 505);
        assertThat(answer.head()).contains("content-type: application/problem+json");
    }

    @Test
    void whatIsntThereIsAProblem() {
        TestClient client = ProbeApp.running().client();
        for (String path : List.of(
                "api/nothing", "nothing", "api", "", "api/probe/things/", "error", "actuator", "actuator/health")) {
            ProbeApp.refused(404, "NOT_FOUND", client.get(path));
        }
        assertThat(ProbeApp.refused(500, "INTERNAL", client.get("api/probe/broken"))
                        .text())
                .doesNotContain("secret", "Exception", "dev.holdfast");
    }

    private Raw refused(int status, String code, String request) {
        Raw answer = RawClient.send(server, request);
        String shown = request.substring(0, Math.min(100, request.length())) + " → " + answer;
        assertThat(answer.head()).as(shown).contains("content-type: application/problem+json");
        assertThat(answer.body())
                .as(shown)
                .contains("\"code\":\"" + code + "\"")
                .doesNotContain("Tomcat", "Exception", "org.apache");
        assertThat(answer.status()).as(shown).isEqualTo(status);
        return answer;
    }
}
