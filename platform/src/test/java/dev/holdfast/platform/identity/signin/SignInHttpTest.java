package dev.holdfast.platform.identity.signin;

import static dev.holdfast.platform.identity.IdentityApp.PASSWORD;
import static dev.holdfast.platform.identity.IdentityApp.accessToken;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.identity.IdentityApp;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** What slows down guessing, what hashing costs, and changing a password; with the limits on. */
final class SignInHttpTest {
    private static final Logger log = LoggerFactory.getLogger(SignInHttpTest.class);

    private static TestApp app;

    @BeforeAll
    static void boot() {
        app = TestApp.start(
                TestDatabase.fresh("platform"),
                Map.of(
                        "holdfast.limits",
                        "on",
                        "holdfast.limit.rates.signup",
                        "1000/1m",
                        "holdfast.limit.rates.login",
                        "1000/1m"),
                PlatformConfiguration.class);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void now() {
        app.clock().reset();
        app.clock().hold();
    }

    @Test
    void failuresCloseAnAccountForALittleLongerEachTime() {
        String email = newEmail();
        IdentityApp.signUp(app, email);
        for (int i = 0; i < 5; i++) {
            assertThat(code(login(email, "wrong password"))).isEqualTo("CREDENTIALS_WRONG");
        }

        Answer closed = login(email, PASSWORD);
        assertThat(closed.status()).isEqualTo(429);
        assertThat(closed.header("Retry-After")).isEqualTo("10");
        assertThat(login(email.toUpperCase(java.util.Locale.ROOT), PASSWORD).status())
                .isEqualTo(429);

        app.clock().advance(Duration.ofSeconds(11));
        assertThat(code(login(email, "wrong password"))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(login(email, PASSWORD).header("Retry-After")).isEqualTo("20");

        app.clock().advance(Duration.ofSeconds(21));
        assertThat(login(email, PASSWORD).status()).isEqualTo(200);
        assertThat(code(login(email, "wrong password"))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(login(email, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void anAddressWithoutAnAccountClosesLikewise() {
        String email = "nobody-" + newEmail();
        for (int i = 0; i < 5; i++) {
            assertThat(code(login(email, "wrong password"))).isEqualTo("CREDENTIALS_WRONG");
        }

        Answer closed = login(email, "wrong password");

        assertThat(closed.status()).isEqualTo(429);
        assertThat(closed.header("Retry-After")).isEqualTo("10");
    }

    @Test
    void guessesAtTheSameTimeLearnNoMore() {
        String email = newEmail();
        IdentityApp.signUp(app, email);
        List<CompletableFuture<Integer>> guesses = new ArrayList<>();
        try (ExecutorService together = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 12; i++) {
                String guess = "wrong password " + i;
                guesses.add(
                        CompletableFuture.supplyAsync(() -> login(email, guess).status(), together));
            }
            List<Integer> answers =
                    guesses.stream().map(CompletableFuture::join).toList();

            assertThat(answers).filteredOn(status -> status == 401).hasSize(5);
            assertThat(answers).filteredOn(status -> status == 429).hasSize(7);
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressCostOneHashEach() {
        Passwords passwords = app.bean(Passwords.class);
        String known = newEmail();
        IdentityApp.signUp(app, known);

        long before = passwords.hashesComputed();
        login(known, "wrong password");
        assertThat(passwords.hashesComputed()).isEqualTo(before + 1);
        login("unknown-" + known, "wrong password");
        assertThat(passwords.hashesComputed()).isEqualTo(before + 2);
        login("not an address", "wrong password");
        assertThat(passwords.hashesComputed()).isEqualTo(before + 3);
        log.warn("wrong password {} ms, unknown address {} ms", median(known), median("unknown-" + known));
    }

    @Test
    void anOldHashIsMadeAnewAtTheNextSignIn() throws Exception {
        String email = newEmail();
        IdentityApp.signUp(app, email);
        String weak = new Argon2PasswordEncoder(16, 32, 1, 1024, 1).encode(PASSWORD);
        app.database()
                .asOwner("update platform.accounts set password_hash = '" + weak + "' where email = '" + email + "'");

        assertThat(login(email, PASSWORD).status()).isEqualTo(200);

        assertThat(hash(email)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(login(email, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aPasswordChangeEndsTheOtherSessions() {
        String email = newEmail();
        TestClient here = client(IdentityApp.signUp(app, email));
        TestClient there = client(login(email, PASSWORD));

        assertThat(code(change(here, "not the current", "quite another 1"))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(change(here, PASSWORD, "short").status()).isEqualTo(422);
        assertThat(change(here, PASSWORD, email).status()).isEqualTo(422);
        assertThat(here.post("api/auth/password/change", Map.of("password", "quite another 1"))
                        .status())
                .isEqualTo(422);
        assertThat(change(here, PASSWORD, "quite another 1").status()).isEqualTo(204);

        assertThat(here.get("api/me").status()).isEqualTo(200);
        assertThat(there.get("api/me").status()).isEqualTo(401);
        assertThat(code(login(email, PASSWORD))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(login(email, "quite another 1").status()).isEqualTo(200);
        assertThat(app.client().post("api/auth/password/change", Map.of()).status())
                .isEqualTo(401);
    }

    @Test
    void theCurrentPasswordCanNotBeGuessedWithAToken() {
        TestClient stolen = client(IdentityApp.signUp(app, newEmail()));
        for (int i = 0; i < 5; i++) {
            assertThat(change(stolen, "guess number " + i, "quite another 1").status())
                    .isEqualTo(401);
        }

        assertThat(change(stolen, PASSWORD, "quite another 1").status()).isEqualTo(429);
    }

    @Test
    void withoutAPasswordOneIsSetByAFreshSessionAlone() {
        String email = newEmail();
        TestClient me = client(IdentityApp.signUp(app, email));
        app.database().asOwner("update platform.accounts set password_hash = null where email = '" + email + "'");
        assertThat(code(login(email, PASSWORD))).isEqualTo("CREDENTIALS_WRONG");
        String later = accessToken(refreshedLater(email));

        assertThat(app.client()
                        .bearer(later)
                        .post("api/auth/password/change", Map.of("password", "my first one 1"))
                        .status())
                .isEqualTo(403);
        app.clock().reset();
        assertThat(me.post("api/auth/password/change", Map.of("password", "my first one 1"))
                        .status())
                .isEqualTo(204);
        assertThat(login(email, "my first one 1").status()).isEqualTo(200);
    }

    @Test
    void manyWrongTriesFromOneAddressAreRefused() {
        try (TestApp strict = TestApp.start(
                TestDatabase.fresh("platform"), Map.of("holdfast.limits", "on"), PlatformConfiguration.class)) {
            List<Integer> signUps = new ArrayList<>();
            List<Integer> logins = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                signUps.add(strict.client()
                        .post("api/auth/signup", Map.of("email", "no", "password", "no"))
                        .status());
                Map<String, String> who = Map.of("email", i + "@example.org", "password", "wrong password");
                logins.add(strict.client().post("api/auth/login", who).status());
            }
            assertThat(signUps.subList(0, 10)).containsOnly(422);
            assertThat(logins.subList(0, 10)).containsOnly(401);
            assertThat(signUps.get(11)).isEqualTo(429);
            assertThat(logins.get(11)).isEqualTo(429);
        }
    }

    /** A session of an account without a password that began twenty minutes ago. */
    private static Answer refreshedLater(String email) {
        Answer other = IdentityApp.signUp(app, "session-" + email);
        app.database()
                .asOwner("update platform.accounts set password_hash = null where email = 'session-" + email + "'");
        app.clock().advance(Duration.ofMinutes(20));
        return app.client()
                .post(
                        "api/auth/refresh",
                        Map.of("refreshToken", other.json().get("refreshToken").asString()));
    }

    private static long median(String email) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            login(email, "wrong password");
            times.add((System.nanoTime() - start) / 1_000_000);
        }
        return times.stream().sorted().toList().get(1);
    }

    private static Answer login(String email, String password) {
        return app.client().post("api/auth/login", Map.of("email", email, "password", password));
    }

    private static Answer change(TestClient client, String current, String password) {
        return client.post("api/auth/password/change", Map.of("current", current, "password", password));
    }

    private static TestClient client(Answer session) {
        return app.client().bearer(accessToken(session));
    }

    private static String hash(String email) throws SQLException {
        try (Connection owner = app.database().owner();
                var statement = owner.prepareStatement("select password_hash from platform.accounts where email = ?")) {
            statement.setString(1, email);
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }
}
