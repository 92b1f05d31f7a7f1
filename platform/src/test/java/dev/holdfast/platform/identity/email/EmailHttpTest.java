package dev.holdfast.platform.identity.email;

import static dev.holdfast.platform.identity.IdentityApp.PASSWORD;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmailHttpTest {
    private static final String NEXT = "another harbour 42 ships";

    @AfterEach
    void now() {
        app().clock().reset();
    }

    @Test
    void aMailedLinkProvesTheAddressOnce() {
        String email = newEmail();
        TestClient person = client(signUp(email));
        assertThat(Mailbox.subjects(app(), email))
                .as("nothing is mailed unasked")
                .isEmpty();
        assertThat(send(person).status()).isEqualTo(202);
        String token = Mailbox.token(app(), email);
        assertThat(verified(person)).isFalse();

        assertThat(verify(token).status()).isEqualTo(204);

        assertThat(verified(person)).isTrue();
        Answer again = verify(token);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.json().get("errors").get(0).get("field").asString()).isEqualTo("token");
        assertThat(send(person).status()).isEqualTo(202);
        assertThat(Mailbox.subjects(app(), email)).hasSize(1);
    }

    @Test
    void linksExpire() {
        String email = newEmail();
        send(client(signUp(email)));
        String verify = Mailbox.token(app(), email);
        forgot(email);
        String reset = Mailbox.token(app(), email);
        app().clock().advance(Duration.ofMinutes(61));
        assertThat(reset(reset, NEXT).status()).isEqualTo(422);
        app().clock().advance(Duration.ofDays(3));
        assertThat(verify(verify).status()).isEqualTo(422);
    }

    @Test
    void aTokenIsGoodForItsPurposeAlone() {
        String email = newEmail();
        send(client(signUp(email)));
        assertThat(reset(Mailbox.token(app(), email), NEXT).status()).isEqualTo(422);
        forgot(email);
        assertThat(verify(Mailbox.token(app(), email)).status()).isEqualTo(422);
    }

    @Test
    void forgettingAnswersTheSameForEverybody() {
        String email = newEmail();
        signUp(email);

        Answer known = forgot(email);
        Answer unknown = forgot("nobody@example.org");

        assertThat(known.status()).isEqualTo(202);
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.text()).isEqualTo(known.text());
        assertThat(Mailbox.subjects(app(), email)).containsExactly("Set a new password");
        assertThat(Mailbox.subjects(app(), "nobody@example.org")).isEmpty();
    }

    @Test
    void aResetEndsAllSessionsAndProvesTheAddress() {
        String email = newEmail();
        TestClient before = client(signUp(email));
        forgot(email);
        String token = Mailbox.token(app(), email);
        Answer weak = reset(token, email);
        assertThat(weak.status())
                .as("a password that breaks a rule leaves the token good")
                .isEqualTo(422);

        assertThat(reset(token, NEXT).status()).isEqualTo(204);

        assertThat(before.get("api/me").status()).isEqualTo(401);
        assertThat(login(email, PASSWORD).status()).isEqualTo(401);
        Answer session = login(email, NEXT);
        assertThat(session.status()).isEqualTo(200);
        assertThat(verified(client(session))).isTrue();
        assertThat(Mailbox.subjects(app(), email)).containsExactly("Set a new password", "Your password was changed");
        assertThat(reset(token, "a third password 3").status()).isEqualTo(422);
    }

    @Test
    void oneResetEndsAllLinks() {
        String email = newEmail();
        signUp(email);
        forgot(email);
        String first = Mailbox.token(app(), email);
        forgot(email);
        assertThat(reset(Mailbox.token(app(), email), NEXT).status()).isEqualTo(204);

        assertThat(reset(first, NEXT).status()).isEqualTo(422);
    }

    @Test
    void anotherAddressCountsWhenItIsProved() {
        String old = newEmail();
        String next = newEmail();
        TestClient person = client(signUp(old));
        forgot(old);
        String reset = Mailbox.token(app(), old);

        assertThat(change(person, next).status()).isEqualTo(202);

        assertThat(person.get("api/me").json().get("email").asString()).isEqualTo(old);
        assertThat(Mailbox.subjects(app(), old)).contains("A new e-mail address was asked for");
        assertThat(verify(Mailbox.token(app(), next)).status()).isEqualTo(204);
        assertThat(person.get("api/me").json().get("email").asString()).isEqualTo(next);
        assertThat(verified(person)).isTrue();
        assertThat(Mailbox.subjects(app(), old)).contains("Your e-mail address was changed");
        assertThat(login(next, PASSWORD).status()).isEqualTo(200);
        assertThat(reset(reset, NEXT).status())
                .as("links to the old address are dead")
                .isEqualTo(422);
    }

    @Test
    void aTakenAddressIsToldToNobody() {
        String taken = newEmail();
        signUp(taken);
        TestClient person = client(signUp(newEmail()));

        assertThat(change(person, taken).status()).isEqualTo(202);

        assertThat(Mailbox.subjects(app(), taken)).isEmpty();
    }

    @Test
    void anAddressThatIsTakenMeanwhileStaysItsOwners() {
        String next = newEmail();
        TestClient person = client(signUp(newEmail()));
        change(person, next);
        signUp(next);

        assertThat(code(verify(Mailbox.token(app(), next)))).isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void changingNeedsAFreshSessionAndAChange() {
        String email = newEmail();
        Answer session = signUp(email);
        assertThat(code(change(client(session), email))).isEqualTo("CONFLICT");
        app().clock().advance(Duration.ofMinutes(16));
        Answer later = app().client()
                .post(
                        "api/auth/refresh",
                        Map.of(
                                "refreshToken",
                                session.json().get("refreshToken").asString()));

        assertThat(code(change(client(later), newEmail()))).isEqualTo("FORBIDDEN");
    }

    @Test
    void requiredProofIsMailedAtOnceAndMailIsLimited() {
        try (TestApp strict = TestApp.start(
                TestDatabase.fresh("platform"),
                Map.of("holdfast.identity.verify-email", "required", "holdfast.limits", "on"),
                PlatformConfiguration.class)) {
            IdentityApp.signUp(strict, "ann@example.org");
            assertThat(Mailbox.subjects(strict, "ann@example.org")).containsExactly("Confirm your e-mail address");
            for (String email : List.of("ann@example.org", "nobody@example.org")) {
                for (int i = 0; i < 5; i++) {
                    assertThat(forgot(strict, email).status()).isEqualTo(202);
                }
                assertThat(code(forgot(strict, email))).as(email).isEqualTo("RATE_LIMITED");
            }
        }
    }

    @Test
    void badRequestsAreRefused() {
        TestClient anybody = app().client();
        for (String body : List.of(
                "{}",
                "{\"token\":null}",
                "{\"token\":1}",
                "{\"token\":\"" + "x".repeat(201) + "\"}",
                "{\"token\":\"\\u0000\"}",
                "{\"token\":\"unknown\"}")) {
            assertThat(anybody.post("api/auth/verify-email", body).status())
                    .as(body)
                    .isEqualTo(422);
            String reset =
                    body.equals("{}") ? "{\"password\":\"x\"}" : body.replace("}", ",\"password\":\"" + NEXT + "\"}");
            assertThat(anybody.post("api/auth/password/reset", reset).status())
                    .as(reset)
                    .isEqualTo(422);
        }
        for (String body : List.of("{}", "{\"email\":\"no-at\"}", "{\"email\":\"a@b.example\",\"x\":1}")) {
            assertThat(anybody.post("api/auth/password/forgot", body).status())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(anybody.post("api/auth/password/forgot", "no json").status()).isEqualTo(400);
        assertThat(send(anybody).status()).isEqualTo(401);
        assertThat(change(anybody, "a@example.org").status()).isEqualTo(401);
    }

    private static Answer send(TestClient person) {
        return person.send("POST", "api/auth/verify-email/send", null);
    }

    private static Answer verify(String token) {
        return app().client().post("api/auth/verify-email", Map.of("token", token));
    }

    private static Answer change(TestClient person, String email) {
        return person.post("api/auth/email/change", Map.of("email", email));
    }

    private static Answer forgot(String email) {
        return forgot(app(), email);
    }

    private static Answer forgot(TestApp app, String email) {
        return app.client().post("api/auth/password/forgot", Map.of("email", email));
    }

    private static Answer reset(String token, String password) {
        return app().client().post("api/auth/password/reset", Map.of("token", token, "password", password));
    }

    private static Answer login(String email, String password) {
        return app().client().post("api/auth/login", Map.of("email", email, "password", password));
    }

    private static boolean verified(TestClient person) {
        return person.get("api/me").json().get("emailVerified").asBoolean();
    }
}
