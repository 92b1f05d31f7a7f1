package dev.holdfast.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The platform, booted once for the tests of identity that need no settings of their own. */
public final class IdentityApp {
    public static final String PASSWORD = "plain sailing 77 boats";

    private static final AtomicInteger count = new AtomicInteger();

    private static final class Running {
        static final TestApp APP = start();

        private static TestApp start() {
            TestApp app = TestApp.start(TestDatabase.fresh("platform"), Map.of(), PlatformConfiguration.class);
            Runtime.getRuntime().addShutdownHook(new Thread(app::close));
            return app;
        }
    }

    private IdentityApp() {}

    public static TestApp app() {
        return Running.APP;
    }

    /** An address that nobody has yet. */
    public static String newEmail() {
        return "person" + count.incrementAndGet() + "@example.org";
    }

    /** Signs up a new person; the answer is their first session. */
    public static Answer signUp(String email) {
        return signUp(app(), email);
    }

    /** The same at another server. */
    public static Answer signUp(TestApp app, String email) {
        Answer answer = app.client().post("api/auth/signup", Map.of("email", email, "password", PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    /** A client with the session's access token. */
    public static TestClient client(Answer session) {
        return app().client().bearer(accessToken(session));
    }

    public static String accessToken(Answer session) {
        return session.json().get("accessToken").asString();
    }

    /** The claims of an access token. */
    public static JsonNode claims(String accessToken) {
        return TestClient.JSON.readTree(
                Base64.getUrlDecoder().decode(accessToken.split("\\.")[1]));
    }

    /** The code of a problem. */
    public static String code(Answer answer) {
        return answer.json().get("code").asString();
    }
}
