package dev.holdfast.platform.identity.secondfactor;

import static dev.holdfast.platform.identity.IdentityApp.PASSWORD;
import static dev.holdfast.platform.identity.IdentityApp.app;
import static dev.holdfast.platform.identity.IdentityApp.client;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static dev.holdfast.platform.identity.IdentityApp.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.identity.Mailbox;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SecondFactorHttpTest {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    @AfterEach
    void now() {
        app().clock().reset();
    }

    @Test
    void aConfirmedFactorIsAskedForAfterThePassword() {
        String email = newEmail();
        TestClient person = client(signUp(email));
        Answer begun = person.send("POST", "api/auth/totp", null);
        assertThat(begun.json().propertyNames()).containsExactly("secret", "uri");
        assertThat(begun.header("Cache-Control")).isEqualTo("no-store");
        byte[] secret = secret(begun);
        assertThat(login(email).status()).as("not confirmed yet").isEqualTo(200);
        assertThat(confirm(person, now(app(), secret)).status()).isEqualTo(204);
        assertThat(person.get("api/me").json().get("secondFactor").asBoolean()).isTrue();
        assertThat(Mailbox.subjects(app(), email)).contains("Your second factor was turned on");

        Answer first = login(email);
        assertThat(first.status()).isEqualTo(401);
        assertThat(code(first)).isEqualTo("SECOND_FACTOR_REQUIRED");
        app().clock().advance(Duration.ofSeconds(31));
        Answer second = second(first, now(app(), secret));

        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(client(second).get("api/me").status()).isEqualTo(200);
        assertThat(second(first, now(app(), secret)).status())
                .as("the challenge is spent")
                .isEqualTo(401);
    }

    @Test
    void noCodeIsTakenTwice() {
        String email = newEmail();
        byte[] secret = enable(email);
        app().clock().advance(Duration.ofSeconds(31));
        String code = now(app(), secret);
        assertThat(second(login(email), code).status()).isEqualTo(200);

        Answer again = second(login(email), code);

        assertThat(again.status()).isEqualTo(401);
        assertThat(code(again)).isEqualTo("CREDENTIALS_WRONG");
    }

    @Test
    void aChallengeEndsAfterFiveMinutesOrFiveWrongCodes() {
        String email = newEmail();
        byte[] secret = enable(email);
        Answer late = login(email);
        app().clock().advance(Duration.ofSeconds(301));
        assertThat(second(late, now(app(), secret)).status()).isEqualTo(401);
        Answer guessed = login(email);
        for (int i = 0; i < 5; i++) {
            assertThat(code(second(guessed, wrong(secret)))).isEqualTo("CREDENTIALS_WRONG");
        }

        assertThat(second(guessed, now(app(), secret)).status()).isEqualTo(401);
        assertThat(second(login(email), now(app(), secret)).status()).isEqualTo(200);
    }

    @Test
    void guessingIsSlowedOverAllChallenges() {
        try (TestApp limited = TestApp.start(
                TestDatabase.fresh("platform"),
                Map.of("holdfast.limits", "on", "holdfast.limit.rates.login", "1000/1m"),
                PlatformConfiguration.class)) {
            TestClient person = limited.client().signUp("gus@example.org", PASSWORD);
            byte[] secret = secret(person.send("POST", "api/auth/totp", null));
            confirm(person, now(limited, secret));
            for (int i = 0; i < 5; i++) {
                second(limited, login(limited, "gus@example.org"), wrong(secret));
            }
            limited.clock().advance(Duration.ofSeconds(1));

            Answer closed = second(limited, login(limited, "gus@example.org"), now(limited, secret));

            assertThat(code(closed)).isEqualTo("RATE_LIMITED");
            assertThat(closed.header("Retry-After")).isNotNull();
        }
    }

    @Test
    void itGoesWithThePasswordOrACode() {
        String email = newEmail();
        byte[] secret = enable(email);
        app().clock().advance(Duration.ofSeconds(31));
        TestClient person = client(second(login(email), now(app(), secret)));
        assertThat(remove(person, Map.of("password", "not the password")).status())
                .isEqualTo(401);
        assertThat(remove(person, Map.of("code", wrong(secret))).status()).isEqualTo(401);
        assertThat(person.send("POST", "api/auth/totp", null).status())
                .as("there is one already")
                .isEqualTo(409);

        assertThat(remove(person, Map.of("password", PASSWORD)).status()).isEqualTo(204);

        assertThat(login(email).status()).isEqualTo(200);
        assertThat(person.get("api/me").json().get("secondFactor").asBoolean()).isFalse();
        assertThat(remove(person, Map.of("password", PASSWORD)).status()).isEqualTo(404);
    }

    @Test
    void aChallengeOfARemovedFactorConfirmsNothing() {
        String email = newEmail();
        byte[] secret = enable(email);
        Answer challenge = login(email);
        app().clock().advance(Duration.ofSeconds(31));
        TestClient person = client(second(login(email), now(app(), secret)));
        app().clock().advance(Duration.ofSeconds(31));
        assertThat(remove(person, Map.of("code", now(app(), secret))).status()).isEqualTo(204);
        byte[] another = secret(person.send("POST", "api/auth/totp", null));

        assertThat(second(challenge, now(app(), another)).status()).isEqualTo(401);

        assertThat(person.get("api/me").json().get("secondFactor").asBoolean()).isFalse();
    }

    @Test
    void settingItUpNeedsAFreshSession() {
        Answer session = signUp(newEmail());
        app().clock().advance(Duration.ofMinutes(16));
        Answer later = app().client()
                .post(
                        "api/auth/refresh",
                        Map.of(
                                "refreshToken",
                                session.json().get("refreshToken").asString()));

        assertThat(code(client(later).send("POST", "api/auth/totp", null))).isEqualTo("FORBIDDEN");
    }

    @Test
    void badRequestsAreRefused() {
        TestClient person = client(signUp(newEmail()));
        for (String body : List.of(
                "{}",
                "{\"code\":null}",
                "{\"code\":\"12345\"}",
                "{\"code\":\"abcdef\"}",
                "{\"code\":123456}",
                "{\"code\":\"" + "1".repeat(21) + "\"}",
                "{\"code\":\"123456\",\"more\":1}")) {
            assertThat(person.post("api/auth/totp/confirm", body).status())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(confirm(person, "123456").status()).as("nothing begun").isEqualTo(401);
        assertThat(remove(person, Map.of()).status()).isEqualTo(422);
        assertThat(remove(person, Map.of("code", "123456", "password", PASSWORD))
                        .status())
                .isEqualTo(422);
        assertThat(app().client()
                        .post("api/auth/login/second", "{\"code\":\"123456\"}")
                        .status())
                .isEqualTo(422);
        assertThat(app().client()
                        .post("api/auth/login/second", "{\"challenge\":\"x\",\"code\":\"123456\"}")
                        .status())
                .isEqualTo(401);
        assertThat(app().client().send("POST", "api/auth/totp", null).status()).isEqualTo(401);
    }

    private static byte[] enable(String email) {
        TestClient person = client(signUp(email));
        byte[] secret = secret(person.send("POST", "api/auth/totp", null));
        assertThat(confirm(person, now(app(), secret)).status()).isEqualTo(204);
        return secret;
    }

    private static Answer confirm(TestClient person, String code) {
        return person.post("api/auth/totp/confirm", Map.of("code", code));
    }

    private static Answer remove(TestClient person, Map<String, String> proof) {
        return person.send("DELETE", "api/auth/totp", proof);
    }

    private static Answer login(String email) {
        return login(app(), email);
    }

    private static Answer login(TestApp app, String email) {
        return app.client().post("api/auth/login", Map.of("email", email, "password", PASSWORD));
    }

    private static Answer second(Answer first, String code) {
        return second(app(), first, code);
    }

    private static Answer second(TestApp app, Answer first, String code) {
        String challenge = first.json().get("challenge").asString();
        return app.client().post("api/auth/login/second", Map.of("challenge", challenge, "code", code));
    }

    private static String now(TestApp app, byte[] secret) {
        return Totp.code(secret, app.clock().instant().getEpochSecond() / 30);
    }

    /** A code that isn't right anywhere near now. */
    private static String wrong(byte[] secret) {
        return Totp.code(secret, 1);
    }

    private static byte[] secret(Answer begun) {
        String text = begun.json().get("secret").asString();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (char c : text.toCharArray()) {
            held = held << 5 | BASE32.indexOf(c);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
