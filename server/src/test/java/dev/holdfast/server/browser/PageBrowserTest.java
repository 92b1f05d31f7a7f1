package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does with the pages, in Chromium on the whole program. */
final class PageBrowserTest {
    private static final String EMAIL = "reader@browser.test";
    private static final String PASSWORD = "lighthouse-keeper-83";
    private static final String HOSTILE = """
            # Harmless heading

            <script>window.hacked = 'script'</script>
            <img src=x onerror="window.hacked = 'onerror'">
            <svg onload="window.hacked = 'svg'"><style>body { display: none }</style></svg>

            <base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0;url=https://elsewhere.example/">

            Inline <b onmouseover="window.hacked = 'over'">bold</b> and [press me](javascript:window.hacked='link')
            or [me](data:text/html,<script>parent.hacked='data'</script>).

            ![a tracker](https://elsewhere.example/seen.png) ![a path](../seen.png)

            - [x] a task that is done

            [relative](other.md) and [absolute](https://elsewhere.example/page)
            """;

    private static Chromium chromium;
    private static String workspace;

    private Page page;
    private final List<String> trouble = new ArrayList<>();

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        TestClient reader = House.running().client().signUp(EMAIL, PASSWORD);
        workspace = reader.post("api/workspaces", Map.of("name", "Harbour office"))
                .json()
                .get("id")
                .asString();
        write(reader, "Tides.md", "---\ntags: [sea]\n---\n## High water\n\nAt **six** in the morning.\n");
        write(reader, "Hostile.md", HOSTILE);
    }

    private static void write(TestClient reader, String title, String content) {
        assertThat(reader.post(
                                "api/workspaces/" + workspace + "/documents",
                                Map.of("title", title, "content", content, "contentType", "text/markdown"))
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        page = chromium.browser()
                .newContext(new Browser.NewContextOptions().setLocale("en-GB"))
                .newPage();
        page.onConsoleMessage(message -> {
            if (!message.type().equals("log")) {
                trouble.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(error -> trouble.add("error: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(House.running().url().toString())) {
                trouble.add("request: " + request.url());
            }
        });
    }

    @AfterEach
    void close() {
        page.context().close();
    }

    @Test
    void aPersonSignsInReadsReloadsAndSignsOut() {
        signIn("/");
        page.locator("ul.list").getByText("Harbour office").click();
        page.locator("ul.list").getByText("Tides.md").click();
        assertThat(page.locator("article h2")).hasText("High water");
        assertThat(page.locator("article strong")).hasText("six");
        assertThat(page.locator("article")).not().containsText("tags");

        page.reload();
        assertThat(page.locator("article h2")).hasText("High water");
        Page second = page.context().newPage();
        second.navigate(page.url());
        assertThat(second.locator("article h2")).hasText("High water");

        page.locator("header button").click();
        assertThat(page.locator("form.card")).isVisible();
        page.reload();
        assertThat(page.locator("form.card")).isVisible();
        assertThat(page.context().cookies()).isEmpty();
        assertThat(trouble).isEmpty();
    }

    @Test
    void textThatMeansHarmDoesNone() {
        signIn("/#/w/" + workspace);
        page.locator("ul.list").getByText("Hostile.md").click();
        Locator text = page.locator("article");
        assertThat(text.locator("h1")).hasText("Harmless heading");
        text.getByText("press me").click();

        assertThat(page.evaluate("() => window.hacked ?? null")).isNull();
        assertThat(text).containsText("<script>window.hacked = 'script'</script>");
        assertThat(text.locator("script, style, svg, iframe, input, img, base, meta, b"))
                .hasCount(0);
        assertThat(text.locator("li")).hasText("☑ a task that is done");
        assertThat(text.locator("a[href]")).hasText(new String[] {"Picture: a tracker", "absolute"});
        assertThat(text.locator("a[href]").last()).hasAttribute("rel", "noopener noreferrer");
        assertThat(trouble).isEmpty();
    }

    @Test
    void aWrongPasswordAndALostAddressAreSaidInWords() {
        page.navigate(House.running().url() + "/");
        enter(EMAIL, "not-the-password-1");
        assertThat(page.locator("[role=alert]")).hasText("E-mail address or password is wrong.");

        assertThat(page.navigate(House.running().url() + "/nowhere/at/all").status())
                .isEqualTo(404);
        assertThat(page.locator("h1")).hasText("Nothing here");
        // A browser itself notes each answer that isn't good.
        assertThat(trouble).hasSize(2).allMatch(line -> line.startsWith("error: Failed to load resource"));
    }

    @Test
    void aSecondFactorIsAskedFor() throws GeneralSecurityException {
        TestClient careful = House.running().client().signUp("careful@browser.test", PASSWORD);
        CodeApp app = CodeApp.of(
                careful.send("POST", "api/auth/totp", null).json().get("secret").asString());
        assertThat(careful.post("api/auth/totp/confirm", Map.of("code", app.code(0)))
                        .status())
                .isEqualTo(204);

        page.navigate(House.running().url() + "/");
        enter("careful@browser.test", PASSWORD);
        // Each code is good once: the next one is taken already.
        page.locator("#code").fill(app.code(1));
        page.locator("button[type=submit]").click();
        assertThat(page.locator("h1")).hasText("Workspaces");
        assertThat(trouble).singleElement().asString().contains("401");
    }

    @Test
    void aMailedLinkSetsAPasswordAndSignsIn() {
        String email = "forgetful@browser.test";
        House.running().client().signUp(email, PASSWORD);
        page.navigate(House.running().url() + "/");
        page.getByText("Forgot your password?").click();
        page.getByLabel("E-mail").fill(email);
        page.getByText("Mail me the link").click();
        assertThat(page.locator("[role=status]")).containsText("If an account has the address " + email);

        assertThat(page.navigate(mailedLink(email, "/reset-password#token=")).status())
                .isEqualTo(200);
        Locator field = page.getByLabel("New password");
        assertThat(field).isVisible();
        assertThat(page.url()).isEqualTo(House.running().url() + "/");
        field.fill("password12345");
        page.locator("button[type=submit]").click();
        assertThat(page.locator("[role=alert]")).not().isEmpty();
        field.fill("another-lighthouse-84");
        page.locator("button[type=submit]").click();
        assertThat(page.locator("[role=status]")).hasText("Your password is set. Sign in with it.");
        enter(email, "another-lighthouse-84");
        assertThat(page.locator("h1")).hasText("Workspaces");
        // The browser itself notes the password that was too common, and advises a name beside it, which no link tells.
        trouble.removeIf(line -> line.startsWith("verbose: [DOM]"));
        assertThat(trouble).singleElement().asString().contains("422");
    }

    @Test
    void mailedLinksConfirmAnAddressAndAcceptAnInvitation() {
        String email = "invited@browser.test";
        TestClient host = House.running().client().signUp("host@browser.test", PASSWORD);
        String quay = host.post("api/workspaces", Map.of("name", "Quay"))
                .json()
                .get("id")
                .asString();
        assertThat(host.post("api/workspaces/" + quay + "/members", Map.of("email", email, "role", "viewer"))
                        .status())
                .isEqualTo(202);
        TestClient invited = House.running().client().signUp(email, PASSWORD);
        assertThat(invited.send("POST", "api/auth/verify-email/send", null).status())
                .isEqualTo(202);

        page.navigate(mailedLink(email, "/verify-email#token="));
        page.getByText("Confirm", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("h1")).hasText("Your e-mail address is confirmed");

        page.navigate(mailedLink(email, "/invites/"));
        assertThat(page.locator("[role=status]")).hasText("Sign in to accept the invitation.");
        enter(email, PASSWORD);
        page.getByText("Accept", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("h1")).hasText("Quay");
        assertThat(page.url()).isEqualTo(House.running().url() + "/#/w/" + quay);
        assertThat(trouble).isEmpty();
    }

    /** The newest link of a kind that was mailed to somebody, on the address that the house has here. */
    private static String mailedLink(String to, String path) {
        TestClient postmaster = House.running()
                .client()
                .signUp("postmaster-for-" + path.replaceAll("[^a-z]", "") + "@browser.test", PASSWORD);
        String id = postmaster.get("api/me").json().get("id").asString();
        House.running().texts("update platform.accounts set admin = true where id = '" + id + "' returning id");
        return postmaster
                .get("api/outbox")
                .json()
                .get("items")
                .valueStream()
                .filter(mail -> mail.get("to").asString().equals(to))
                .map(mail -> mail.get("text").asString())
                .filter(text -> text.contains(path))
                .map(text -> House.running().url() + text.replaceFirst("(?s).*(" + path + "[\\w.-]+).*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theApisDescriptionCanBeReadAndTried() {
        String token = House.running()
                .client()
                .post("api/auth/login", Map.of("email", EMAIL, "password", PASSWORD))
                .json()
                .get("accessToken")
                .asString();
        page.navigate(House.running().url() + "/docs");
        page.locator(".btn.authorize").first().click();
        page.locator(".auth-container input").fill(token);
        page.locator(".auth-btn-wrapper .authorize").click();
        page.locator(".auth-btn-wrapper .btn-done").click();
        page.locator("#operations-tag-account").click();
        Locator me = page.locator(".opblock-get")
                .filter(new Locator.FilterOptions().setHas(page.locator("[data-path='/api/me']")));
        me.locator(".opblock-summary-control").click();
        me.locator(".try-out__btn").click();
        me.locator(".execute").click();
        assertThat(me.locator(".live-responses-table .response-col_status").last())
                .containsText("200");
        assertThat(me.locator(".live-responses-table .response-col_description").last())
                .containsText(EMAIL);
        assertThat(trouble).isEmpty();
    }

    private void signIn(String path) {
        page.navigate(House.running().url() + path);
        enter(EMAIL, PASSWORD);
        assertThat(page.locator("ul.list")).isVisible();
    }

    private void enter(String email, String password) {
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password").fill(password);
        page.locator("button[type=submit]").click();
    }
}
