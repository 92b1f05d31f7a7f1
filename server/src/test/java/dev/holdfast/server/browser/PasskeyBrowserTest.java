package dev.holdfast.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole ceremony of passkeys in Chromium, with its virtual authenticator. */
final class PasskeyBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final String CEREMONIES = """
            async () => {
                const route = '/api/auth/passkeys/';
                const post = async (path, body, token) => {
                    const headers = {'Content-Type': 'application/json'};
                    if (token) {
                        headers.Authorization = 'Bearer ' + token;
                    }
                    const answer = await fetch(route + path, {method: 'POST', headers, body: JSON.stringify(body)});
                    return {status: answer.status, body: await answer.json()};
                };
                const create = options => navigator.credentials.create(
                        {publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.body.publicKey)});

                let options = await post('signup/options', {displayName: 'Ada'});
                let credential = await create(options);
                const joined = await post('signup', {ceremonyId: options.body.ceremonyId, credential: credential.toJSON()});

                options = await post('login/options', {});
                credential = await navigator.credentials.get(
                        {publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.body.publicKey)});
                const session = await post('login', {ceremonyId: options.body.ceremonyId, credential: credential.toJSON()});

                options = await post('register/options', {}, session.body.accessToken);
                const second = await create(options).then(() => 'made', error => error.name);
                return {
                    joined: joined.status,
                    codes: (joined.body.recoveryCodes || []).length,
                    login: session.status,
                    same: joined.body.user.id === session.body.user.id,
                    second
                };
            }
            """;

    @Test
    void aBrowserSignsUpAndInWithAPasskeyAlone() {
        assumeTrue(
                Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM + ": passkeys weren't tried in a browser");
        try (TestApp app = TestApp.start(TestDatabase.fresh("platform"), Map.of(), PlatformConfiguration.class);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(FLAGS))) {
            Page page = browser.newPage();
            addAuthenticator(page);
            page.navigate("http://localhost:" + app.url().getPort() + "/.well-known/webauthn");

            Object result = page.evaluate(CEREMONIES);

            assertThat(result)
                    .isEqualTo(Map.of(
                            "joined", 201, "codes", 10, "login", 200, "same", true, "second", "InvalidStateError"));
        }
    }

    private static void addAuthenticator(Page page) {
        CDPSession devtools = page.context().newCDPSession(page);
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        devtools.send("WebAuthn.addVirtualAuthenticator", parameters);
    }
}
