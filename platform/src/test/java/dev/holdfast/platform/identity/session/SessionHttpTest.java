package dev.holdfast.platform.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.identity.IdentityApp;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing up, in and out, and refresh tokens, over HTTP. */
final class SessionHttpTest {
    private static final String PASSWORD = "plain sailing 77 boats";

    private static TestApp app;

    @BeforeAll
    static void boot() {
        app = IdentityApp.app();
    }

    @AfterEach
    void now() {
        app.clock().reset();
    }

    @Test
    void signUpOpensASession() {
        Answer answer = post("signup", Map.of("email", "Ada@Example.ORG", "password", PASSWORD, "displayName", "Ada"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("expiresIn").asInt()).isEqualTo(600);
        assertThat(answer.json().get("user").get("email").asString()).isEqualTo("Ada@example.org");
        assertThat(answer.json().get("user").get("displayName").asString()).isEqualTo("Ada");
        assertThat(answer.json().get("user").get("createdAt").asString()).endsWith("Z");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        Answer me =
                app.client().bearer(answer.json().get("accessToken").asString()).get("api/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().propertyNames())
                .containsExactly("id", "email", "displayName", "emailVerified", "secondFactor", "admin", "createdAt");
    }

    @Test
    void loginTakesTheAddressInAnyCase() {
        signUp("bea@example.org");

        assertThat(post("login", Map.of("email", "BEA@example.ORG", "password", PASSWORD))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void wrongPasswordAndUnknownAddressGetTheSameAnswer() {
        signUp("cleo@example.org");

        Answer wrong = post("login", Map.of("email", "cleo@example.org", "password", "another password"));
        Answer unknown = post("login", Map.of("email", "nobody@example.org", "password", "another password"));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().get("code").asString()).isEqualTo("CREDENTIALS_WRONG");
        assertThat(unknown.text()).isEqualTo(wrong.text());
    }

    @Test
    void aTakenAddressIsRefused() {
        signUp("dora@example.org");

        Answer again = post("signup", Map.of("email", "DORA@example.org", "password", PASSWORD));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("code").asString()).isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void aRefreshTokenIsGoodOnceAndReuseEndsTheSession() {
        Answer first = signUp("eve@example.org");
        Answer second = refresh(first);
        assertThat(second.status()).isEqualTo(200);
        assertThat(token(second)).isNotEqualTo(token(first));

        Answer reuse = refresh(first);

        assertThat(reuse.status()).isEqualTo(401);
        assertThat(reuse.json().get("code").asString()).isEqualTo("TOKEN_REUSED");
        assertThat(refresh(second).json().get("code").asString()).isEqualTo("UNAUTHENTICATED");
        assertThat(me(second).status()).isEqualTo(401);
    }

    @Test
    void anIdempotencyKeyGetsTheSamePairForAMinute() {
        app.clock().hold();
        Answer first = signUp("fay@example.org");
        TestClient client = app.client().with("Idempotency-Key", "k1");
        Map<String, String> body = Map.of("refreshToken", token(first));
        Answer second = client.post("api/auth/refresh", body);

        app.clock().advance(Duration.ofSeconds(50));
        assertThat(client.post("api/auth/refresh", body).text()).isEqualTo(second.text());

        app.clock().advance(Duration.ofSeconds(11));
        assertThat(client.post("api/auth/refresh", body).json().get("code").asString())
                .isEqualTo("TOKEN_REUSED");
        assertThat(refresh(second).status()).isEqualTo(401);
    }

    @Test
    void anotherIdempotencyKeyIsReuse() {
        Answer first = signUp("flo@example.org");
        Map<String, String> body = Map.of("refreshToken", token(first));
        assertThat(app.client()
                        .with("Idempotency-Key", "a")
                        .post("api/auth/refresh", body)
                        .status())
                .isEqualTo(200);

        Answer other = app.client().with("Idempotency-Key", "b").post("api/auth/refresh", body);

        assertThat(other.json().get("code").asString()).isEqualTo("TOKEN_REUSED");
    }

    @Test
    void aSessionEndsUnusedAndSlidesWhenUsed() {
        Answer first = signUp("gil@example.org");
        app.clock().advance(Duration.ofDays(59));
        Answer second = refresh(first);
        app.clock().advance(Duration.ofDays(59));
        Answer third = refresh(second);
        assertThat(third.status()).isEqualTo(200);

        app.clock().advance(Duration.ofDays(61));

        assertThat(refresh(third).json().get("code").asString()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void logoutEndsTheSession() {
        Answer session = signUp("hal@example.org");

        assertThat(post("logout", Map.of("refreshToken", token(session))).status())
                .isEqualTo(204);

        assertThat(me(session).status()).isEqualTo(401);
        assertThat(refresh(session).status()).isEqualTo(401);
        assertThat(post("logout", Map.of("refreshToken", token(session))).status())
                .isEqualTo(204);
        assertThat(post("logout", Map.of("refreshToken", "unknown")).status()).isEqualTo(204);
    }

    @Test
    void sessionsAreListedAndRevoked() {
        Answer here = signUp("ida@example.org");
        Answer there = post("login", Map.of("email", "ida@example.org", "password", PASSWORD));
        Answer third = post("login", Map.of("email", "ida@example.org", "password", PASSWORD));
        TestClient ida = client(here);

        var items = ida.get("api/auth/sessions").json().get("items");
        assertThat(items).hasSize(3);
        assertThat(items.get(0).propertyNames())
                .containsExactly("id", "current", "userAgent", "ip", "createdAt", "lastUsedAt");
        String phone = sessionId(there);
        assertThat(ida.delete("api/auth/sessions/" + phone).status()).isEqualTo(204);
        assertThat(ida.delete("api/auth/sessions/" + phone).status()).isEqualTo(404);
        assertThat(me(there).status()).isEqualTo(401);
        assertThat(ida.delete("api/auth/sessions").status()).isEqualTo(204);
        assertThat(me(third).status()).isEqualTo(401);
        assertThat(me(here).status()).isEqualTo(200);
    }

    @Test
    void nobodyRevokesAnothersSession() {
        TestClient jan = client(signUp("jan@example.org"));
        TestClient kim = client(signUp("kim@example.org"));
        String kims = kim.get("api/auth/sessions")
                .json()
                .get("items")
                .get(0)
                .get("id")
                .asString();

        assertThat(jan.delete("api/auth/sessions/" + kims).status()).isEqualTo(404);
        assertThat(jan.delete("api/auth/sessions/not-an-id").status()).isEqualTo(400);
        assertThat(kim.get("api/me").status()).isEqualTo(200);
    }

    @Test
    void aBrowserKeepsItsRefreshTokenInACookie() {
        signUp("lea@example.org");
        Answer login = app.client()
                .with("X-Session-Transport", "cookie")
                .post("api/auth/login", Map.of("email", "lea@example.org", "password", PASSWORD));
        assertThat(login.json().get("refreshToken").isNull()).isTrue();
        String cookie = cookie(login);
        assertThat(cookie)
                .startsWith("__Host-holdfast-refresh=")
                .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/");
        TestClient browser = app.client().with("Cookie", cookie.substring(0, cookie.indexOf(';')));

        assertThat(browser.send("POST", "api/auth/refresh", null).status()).isEqualTo(403);
        Answer renewed = browser.with("X-Requested-With", "holdfast").send("POST", "api/auth/refresh", null);

        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.json().get("refreshToken").isNull()).isTrue();
        String next = cookie(renewed);
        assertThat(next).isNotEqualTo(cookie);
        TestClient later = app.client().with("Cookie", next.substring(0, next.indexOf(';')));
        assertThat(later.post("api/auth/logout", Map.of()).status()).isEqualTo(403);
        Answer out = later.with("X-Requested-With", "holdfast").post("api/auth/logout", Map.of());
        assertThat(out.status()).isEqualTo(204);
        assertThat(cookie(out)).contains("Max-Age=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":null,\"password\":null}",
                "{\"email\":\"a@b.example\"}",
                "{\"email\":1,\"password\":\"x\"}",
                "{\"email\":\"no-at\",\"password\":\"plain sailing 77\"}",
                "{\"email\":\"a@b.example\",\"password\":\"short\"}",
                "{\"email\":\"a@b.example\",\"password\":\"password123\"}",
                "{\"email\":\"longlocalpart@b.example\",\"password\":\"LONGLOCALPART\"}",
                "{\"email\":\"a@b.example\",\"password\":\"A@b.example\"}",
                "{\"email\":\"a@b.example\",\"password\":\"nul \\u0000 nul nul\"}",
                "{\"email\":\"a@b.example\",\"password\":\"lone \\ud800 surrogate\"}",
                "{\"email\":\"a@b.example\",\"password\":\"plain sailing 77\",\"admin\":true}"
            })
    void badSignUpsAreRefused(String body) {
        Answer answer = app.client().post("api/auth/signup", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("errors")).isNotEmpty();
        assertThat(answer.text()).doesNotContain("plain sailing", "password123");
    }

    @Test
    void passwordsHaveALengthAndANormalForm() {
        assertThat(post("signup", Map.of("email", "m@example.org", "password", "x1".repeat(65)))
                        .status())
                .isEqualTo(422);
        assertThat(post("signup", Map.of("email", "m@example.org", "password", "é".repeat(9) + "x"))
                        .status())
                .isEqualTo(201);
        assertThat(post("login", Map.of("email", "m@example.org", "password", "é".repeat(9) + "x"))
                        .status())
                .isEqualTo(200);
        assertThat(post("signup", Map.of("email", "n@example.org", "password", "😀x".repeat(64)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void badRefreshesAreRefused() {
        for (Object body : List.of("{}", "{\"refreshToken\":1}", "{\"refreshToken\":\"" + "x".repeat(201) + "\"}")) {
            assertThat(app.client().post("api/auth/refresh", body).status()).isEqualTo(422);
        }
        assertThat(app.client()
                        .post("api/auth/refresh", "{\"refreshToken\":\"unknown\"}")
                        .status())
                .isEqualTo(401);
        assertThat(app.client().post("api/auth/refresh", "no json").status()).isEqualTo(400);
        assertThat(app.client()
                        .with("Idempotency-Key", "x".repeat(256))
                        .post("api/auth/refresh", "{\"refreshToken\":\"u\"}")
                        .status())
                .isEqualTo(400);
        assertThat(app.client()
                        .with("X-Session-Transport", "pigeon")
                        .post("api/auth/login", "{}")
                        .status())
                .isEqualTo(400);
    }

    private static Answer signUp(String email) {
        Answer answer = post("signup", Map.of("email", email, "password", PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private static Answer post(String route, Map<String, String> body) {
        return app.client().post("api/auth/" + route, body);
    }

    private static Answer refresh(Answer session) {
        return post("refresh", Map.of("refreshToken", token(session)));
    }

    private static Answer me(Answer session) {
        return client(session).get("api/me");
    }

    private static TestClient client(Answer session) {
        return app.client().bearer(session.json().get("accessToken").asString());
    }

    private static String sessionId(Answer session) {
        String claims = session.json().get("accessToken").asString().split("\\.")[1];
        return TestClient.JSON
                .readTree(Base64.getUrlDecoder().decode(claims))
                .get("sid")
                .asString();
    }

    private static String token(Answer session) {
        return session.json().get("refreshToken").asString();
    }

    private static String cookie(Answer answer) {
        String cookie = answer.header("Set-Cookie");
        assertThat(cookie).isNotNull();
        return String.valueOf(cookie);
    }
}
