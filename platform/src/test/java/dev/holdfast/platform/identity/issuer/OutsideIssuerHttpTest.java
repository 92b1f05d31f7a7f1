package dev.holdfast.platform.identity.issuer;

import static dev.holdfast.platform.identity.IdentityApp.accessToken;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.identity.IdentityApp;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import dev.holdfast.testkit.oidc.OidcProvider;
import dev.holdfast.testkit.oidc.Person;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bearer tokens of outside issuers, and signing in with them, against providers over real HTTP. */
final class OutsideIssuerHttpTest {
    private static final String AUDIENCE = "holdfast-api";

    private static OidcProvider open;
    private static OidcProvider closed;
    private static OidcProvider hub;
    private static TestApp app;

    @BeforeAll
    static void boot() {
        SettableClock clock = new SettableClock();
        open = OidcProvider.start(clock);
        closed = OidcProvider.start(clock);
        hub = OidcProvider.startWithoutIdTokens(clock);
        Map<String, String> settings = new HashMap<>();
        issuer(settings, 0, "open", open, true);
        issuer(settings, 1, "closed", closed, false);
        issuer(settings, 2, "hub", hub, true);
        settings.put("holdfast.identity.issuers[2].subject-claim", "id");
        settings.put("holdfast.identity.issuers[2].trust-email", "true");
        settings.put("holdfast.identity.issuers[2].sign-in.scope", "read:user user:email");
        settings.put("holdfast.identity.issuers[2].sign-in.authorization-url", hub.issuer() + "/authorize");
        settings.put("holdfast.identity.issuers[2].sign-in.token-url", hub.issuer() + "/token");
        settings.put("holdfast.identity.issuers[2].sign-in.userinfo-url", hub.issuer() + "/userinfo");
        app = TestApp.start(TestDatabase.fresh("platform"), settings, PlatformConfiguration.class);
    }

    @AfterAll
    static void stop() {
        app.close();
        open.close();
        closed.close();
        hub.close();
    }

    @AfterEach
    void undisturbed() {
        open.broken(false);
        open.nonceInstead(null);
        app.clock().reset();
    }

    @Test
    void aBearerTokenOfAnIssuerMapsToOneAccount() {
        Person person = new Person("p-1", newEmail(), true, "Pia");
        Answer first = me(open.bearer(person, AUDIENCE, now()));
        Answer again = me(open.bearer(person, AUDIENCE, now().minusSeconds(1)));

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().get("email").asString()).isEqualTo(person.email());
        assertThat(first.json().get("emailVerified").asBoolean()).isTrue();
        assertThat(first.json().get("displayName").asString()).isEqualTo("Pia");
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(me(open.bearer(new Person("p-2", null, false, "Other"), AUDIENCE, now()))
                        .json()
                        .get("id"))
                .isNotEqualTo(first.json().get("id"));
        assertThat(app.client()
                        .bearer(open.bearer(person, AUDIENCE, now()))
                        .delete("api/me")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whereAccountsAreNotMadeStrangersStayOut() {
        Answer answer = me(closed.bearer(new Person("s-1", newEmail(), true, "Sam"), AUDIENCE, now()));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void tokensThatAreNotForUsAreRefused() {
        Person person = new Person("t-1", null, false, "Tom");

        assertThat(me(open.bearer(person, "another-audience", now())).status()).isEqualTo(401);
        assertThat(me(open.bearer(person, AUDIENCE, now().minusSeconds(400))).status())
                .isEqualTo(401);
        String[] good = open.bearer(person, AUDIENCE, now()).split("\\.");
        String[] other = open.bearer(new Person("t-2", null, false, "Tim"), AUDIENCE, now())
                .split("\\.");
        assertThat(me(good[0] + "." + other[1] + "." + good[2]).status()).isEqualTo(401);
        assertThat(me(good[0] + "." + good[1] + ".").status()).isEqualTo(401);
        try (OidcProvider unknown = OidcProvider.start(app.clock())) {
            assertThat(me(unknown.bearer(person, AUDIENCE, now())).status()).isEqualTo(401);
        }
    }

    @Test
    void aGoodTokenExpiresEvenWhenItWasSeenBefore() {
        String token = open.bearer(new Person("u-1", null, false, "Uma"), AUDIENCE, now());
        assertThat(me(token).status()).isEqualTo(200);

        app.clock().advance(Duration.ofMinutes(7));

        assertThat(me(token).status()).isEqualTo(401);
    }

    @Test
    void keysAreAskedForSeldomAndFoundAfterARotation() {
        Person person = new Person("v-1", null, false, "Vic");
        try (OidcProvider rotating = OidcProvider.start(app.clock());
                TestApp other =
                        TestApp.start(TestDatabase.fresh("platform"), only(rotating), PlatformConfiguration.class)) {
            for (int i = 0; i < 5; i++) {
                String token = rotating.bearer(person, AUDIENCE, now().minusSeconds(i));
                assertThat(other.client().bearer(token).get("api/me").status()).isEqualTo(200);
            }
            assertThat(rotating.keyRequests()).isEqualTo(1);

            rotating.rotateKey();

            String token = rotating.bearer(person, AUDIENCE, now());
            assertThat(other.client().bearer(token).get("api/me").status()).isEqualTo(200);
            assertThat(rotating.keyRequests()).isEqualTo(2);
        }
    }

    @Test
    void anIssuerThatIsDownIsNotOurFault() {
        try (OidcProvider down = OidcProvider.start(app.clock());
                TestApp other =
                        TestApp.start(TestDatabase.fresh("platform"), only(down), PlatformConfiguration.class)) {
            down.broken(true);
            String token = down.bearer(new Person("w-1", null, false, "Wim"), AUDIENCE, now());
            assertThat(other.client().bearer(token).get("api/me").status()).isEqualTo(502);
            assertThat(other.client().get("api/auth/oidc/only").status()).isEqualTo(502);

            down.broken(false);
            assertThat(other.client().bearer(token).get("api/me").status()).isEqualTo(200);
        }
    }

    @Test
    void aBrowserSignsInAndIsSentHome() {
        open.signedIn(new Person("a-1", newEmail(), true, "Ann"));
        Answer begin = app.client().get("api/auth/oidc/open");
        assertThat(begin.status()).isEqualTo(302);
        String cookie = String.valueOf(begin.header("Set-Cookie"));
        assertThat(cookie).startsWith("__Host-holdfast-oidc=").contains("HttpOnly", "Secure", "SameSite=Lax");

        Answer back = browser(begin).get(callback(begin));

        assertThat(back.status()).as(back.text()).isEqualTo(303);
        assertThat(back.header("Location"))
                .isEqualTo("http://localhost:" + app.url().getPort() + "/#/signed-in");
        String session = back.response().headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("__Host-holdfast-refresh="))
                .findFirst()
                .orElseThrow();
        Answer refreshed = app.client()
                .with("Cookie", session.substring(0, session.indexOf(';')))
                .with("X-Requested-With", "holdfast")
                .send("POST", "api/auth/refresh", null);
        assertThat(me(accessToken(refreshed)).json().get("displayName").asString())
                .isEqualTo("Ann");
    }

    @Test
    void signingInAgainIsTheSameAccount() {
        Person person = new Person("b-1", newEmail(), true, "Ben");
        open.signedIn(person);
        Answer first = signIn("open");
        Answer second = signIn("open");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.json().get("user")).isEqualTo(first.json().get("user"));
        assertThat(me(open.bearer(person, AUDIENCE, now())).json().get("id"))
                .isEqualTo(first.json().get("user").get("id"));
    }

    @Test
    void aProviderWithoutIdTokensIsAskedForThePerson() {
        String email = newEmail();
        hub.signedIn(new Person("4711", email, false, "Hub person"));

        Answer session = signIn("hub");

        assertThat(session.status()).as(session.text()).isEqualTo(200);
        assertThat(me(accessToken(session)).json().get("emailVerified").asBoolean())
                .isTrue();
    }

    @Test
    void anUnprovedAddressLeadsToNobodysAccount() {
        String email = newEmail();
        IdentityApp.signUp(app, email);
        open.signedIn(new Person("c-1", email, true, "Claims the address"));
        assertThat(code(signIn("open"))).isEqualTo("ALREADY_EXISTS");

        app.database().asOwner("update platform.accounts set email_verified_at = now() where email = '" + email + "'");
        open.signedIn(new Person("c-2", email, false, "Claims it without proof"));
        assertThat(code(signIn("open"))).isEqualTo("ALREADY_EXISTS");
        open.signedIn(new Person("c-1", email, true, "Proved it"));
        assertThat(signIn("open").json().get("user").get("email").asString()).isEqualTo(email);
    }

    @Test
    void whatComesBackMustBelongToWhatWasSent() {
        open.signedIn(new Person("d-1", null, false, "Dan"));
        Answer begin = app.client().get("api/auth/oidc/open");
        String callback = callback(begin);
        TestClient browser = browser(begin);

        assertThat(code(app.client().get(callback))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(browser(app.client().get("api/auth/oidc/open")).get(callback)))
                .isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(browser.get(callback.replace("state=", "state=x")))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(browser.get(callback.replace("/open/", "/hub/")))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(browser.get(callback.replaceFirst("&iss=.*", "&iss=x"))))
                .isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(browser.get("api/auth/oidc/open/callback?error=access_denied")))
                .isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(app.client()
                        .with("Cookie", "__Host-holdfast-oidc=bm90IG91cnM")
                        .get(callback)))
                .isEqualTo("CREDENTIALS_WRONG");
        assertThat(browser.get(callback.replaceFirst("code=[^&]*", "code=made-up"))
                        .status())
                .isEqualTo(502);
        app.clock().advance(Duration.ofMinutes(11));
        assertThat(code(browser.get(callback))).isEqualTo("CREDENTIALS_WRONG");
        app.clock().reset();
        open.nonceInstead("another");
        assertThat(code(browser.get(callback))).isEqualTo("CREDENTIALS_WRONG");
        open.nonceInstead(null);
        assertThat(browser.get(callback).status()).as("the code was used").isEqualTo(502);
    }

    @Test
    void unknownProvidersAreNotThere() {
        assertThat(app.client().get("api/auth/oidc/nobody").status()).isEqualTo(404);
        assertThat(app.client().get("api/auth/oidc/nobody/callback").status()).isEqualTo(404);
    }

    private static Map<String, String> only(OidcProvider provider) {
        Map<String, String> settings = new HashMap<>();
        issuer(settings, 0, "only", provider, true);
        return settings;
    }

    private static void issuer(
            Map<String, String> settings, int n, String name, OidcProvider provider, boolean createAccounts) {
        String prefix = "holdfast.identity.issuers[" + n + "].";
        settings.put(prefix + "name", name);
        settings.put(prefix + "issuer", provider.issuer());
        settings.put(prefix + "audience", AUDIENCE);
        settings.put(prefix + "create-accounts", String.valueOf(createAccounts));
        settings.put(prefix + "sign-in.client-id", OidcProvider.CLIENT);
        settings.put(prefix + "sign-in.client-secret", OidcProvider.SECRET);
    }

    /** The whole way through the provider; the answer is the session. */
    private static Answer signIn(String name) {
        Answer begin = app.client().get("api/auth/oidc/" + name);
        assertThat(begin.status()).as(begin.text()).isEqualTo(302);
        return browser(begin).with("Accept", "application/json").get(callback(begin));
    }

    /** Where the provider sends the browser back to, on the address that the test speaks to. */
    private static String callback(Answer begin) {
        Answer atProvider = app.client().get(String.valueOf(begin.header("Location")));
        assertThat(atProvider.status()).as(atProvider.text()).isEqualTo(302);
        URI back = URI.create(String.valueOf(atProvider.header("Location")));
        return back.getRawPath().substring(1) + "?" + back.getRawQuery();
    }

    private static TestClient browser(Answer begin) {
        String cookie = String.valueOf(begin.header("Set-Cookie"));
        return app.client().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }

    private static Answer me(String token) {
        return app.client().bearer(token).get("api/me");
    }

    private static Instant now() {
        return app.clock().instant();
    }
}
