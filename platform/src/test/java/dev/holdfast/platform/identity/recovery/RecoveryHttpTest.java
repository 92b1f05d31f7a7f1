package dev.holdfast.platform.identity.recovery;

import static dev.holdfast.platform.identity.IdentityApp.app;
import static dev.holdfast.platform.identity.IdentityApp.client;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static dev.holdfast.platform.identity.IdentityApp.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.identity.IdentityApp;
import dev.holdfast.platform.identity.Mailbox;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RecoveryHttpTest {

    @AfterEach
    void now() {
        app().clock().reset();
    }

    @Test
    void aCodeOpensTheAccountOnce() {
        String email = newEmail();
        List<String> codes = codes(client(signUp(email)));
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([0-9a-hjkmnp-tv-z]{5}-?){4}"));

        Answer session = recover(Map.of("email", email, "code", codes.get(3)));

        assertThat(session.status()).as(session.text()).isEqualTo(200);
        assertThat(client(session).get("api/me").json().get("email").asString()).isEqualTo(email);
        assertThat(Mailbox.subjects(app(), email)).containsExactly("A recovery code opened your account");
        Answer again = recover(Map.of("email", email, "code", codes.get(3)));
        assertThat(again.status()).isEqualTo(401);
        assertThat(code(again)).isEqualTo("CREDENTIALS_WRONG");
        assertThat(recover(Map.of("email", email, "code", codes.get(4))).status())
                .isEqualTo(200);
    }

    @Test
    void aCodeIsReadHoweverItIsTyped() {
        Answer session = signUp(newEmail());
        String id = session.json().get("user").get("id").asString();
        String code = codes(client(session)).get(0);
        String typed = code.toUpperCase(Locale.ROOT)
                .replace("-", " ")
                .replace('0', 'O')
                .replace('1', 'l');

        assertThat(recover(Map.of("accountId", id, "code", typed)).status()).isEqualTo(200);
    }

    @Test
    void newCodesEndTheOldOnes() {
        String email = newEmail();
        TestClient person = client(signUp(email));
        String old = codes(person).get(0);
        String next = codes(person).get(0);

        assertThat(recover(Map.of("email", email, "code", old)).status()).isEqualTo(401);
        assertThat(recover(Map.of("email", email, "code", next)).status()).isEqualTo(200);
    }

    @Test
    void anotherAccountsCodeOpensNothing() {
        String email = newEmail();
        codes(client(signUp(email)));
        String foreign = codes(client(signUp(newEmail()))).get(0);

        Answer wrong = recover(Map.of("email", email, "code", foreign));
        Answer nobody = recover(Map.of("email", "nobody@example.org", "code", foreign));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(nobody.text()).isEqualTo(wrong.text());
    }

    @Test
    void codesNeedAFreshSession() {
        Answer session = signUp(newEmail());
        app().clock().advance(Duration.ofMinutes(16));
        Answer later = app().client()
                .post(
                        "api/auth/refresh",
                        Map.of(
                                "refreshToken",
                                session.json().get("refreshToken").asString()));

        assertThat(code(client(later).send("POST", "api/auth/recovery-codes", null)))
                .isEqualTo("FORBIDDEN");
        assertThat(app().client().send("POST", "api/auth/recovery-codes", null).status())
                .isEqualTo(401);
    }

    @Test
    void guessingIsSlowedForKnownAndUnknownAlike() {
        try (TestApp limited = TestApp.start(
                TestDatabase.fresh("platform"),
                Map.of("holdfast.limits", "on", "holdfast.limit.rates.login", "1000/1m"),
                PlatformConfiguration.class)) {
            IdentityApp.signUp(limited, "known@example.org");
            for (String email : List.of("known@example.org", "unknown@example.org")) {
                Map<String, String> guess = Map.of("email", email, "code", "00000-00000-00000-00000");
                for (int i = 0; i < 5; i++) {
                    assertThat(code(limited.client().post("api/auth/recover", guess)))
                            .isEqualTo("CREDENTIALS_WRONG");
                }
                assertThat(code(limited.client().post("api/auth/recover", guess)))
                        .isEqualTo("RATE_LIMITED");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\":\"x\"}",
                "{\"email\":\"a@example.org\"}",
                "{\"email\":\"a@example.org\",\"code\":7}",
                "{\"email\":\"a@example.org\",\"accountId\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"code\":\"x\"}",
                "{\"accountId\":\"7\",\"code\":\"x\"}",
                "{\"email\":\"a@example.org\",\"code\":\"\\u0000\"}",
                "{\"email\":\"a@example.org\",\"code\":\"x\",\"admin\":true}"
            })
    void badRequestsAreRefused(String body) {
        assertThat(app().client().post("api/auth/recover", body).status()).isEqualTo(422);
    }

    private static List<String> codes(TestClient person) {
        Answer answer = person.send("POST", "api/auth/recovery-codes", null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer.json().get("codes").valueStream().map(JsonNode::asString).toList();
    }

    private static Answer recover(Map<String, String> body) {
        return app().client().post("api/auth/recover", body);
    }
}
