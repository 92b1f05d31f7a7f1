package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Text that means harm does none, wherever it is shown: it runs nothing, loads nothing, and leads nowhere by itself. */
final class HostileTextTest {
    private static final String EMAIL = "harmed@browser.test";
    private static final String PASSWORD = "lighthouse-keeper-83";
    private static final String TITLE =
            "<img src=x onerror=\"window.hacked='title'\"><script>window.hacked='title'</script>.md";
    private static final String TEXT = """
            # Harmless heading

            <script>window.hacked = 'script'</script>
            <img src=x onerror="window.hacked = 'onerror'">
            <svg onload="window.hacked = 'svg'"><style>body { display: none }</style><a xlink:href="javascript:window.hacked='xlink'">x</a></svg>
            <iframe src="https://elsewhere.example/" srcdoc="<script>parent.hacked='frame'</script>"></iframe>
            <style>body { background: url(https://elsewhere.example/seen.png) }</style>
            <form action="https://elsewhere.example/"><input name="password" autofocus onfocus="window.hacked='focus'"><button>Sign in</button></form>
            <base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0;url=https://elsewhere.example/">
            <link rel="stylesheet" href="https://elsewhere.example/style.css"><object data="https://elsewhere.example/"></object>
            <video src="https://elsewhere.example/film" autoplay></video><math><mtext><mglyph><style><img src=x onerror=window.hacked='math'>

            Inline <b onmouseover="window.hacked = 'over'">bold</b> and [press me](javascript:window.hacked='link')
            or [me](data:text/html,<script>parent.hacked='data'</script>) or [us](vbscript:window.hacked=1)
            or [them](  JaVaScRiPt:window.hacked='case') or <javascript:window.hacked='auto'> or [[javascript:window.hacked='wiki']].

            ![a tracker](https://elsewhere.example/seen.png) ![a path](../seen.png) ![" onerror="window.hacked='alt'](x)
            ![drawn](data:image/svg+xml,<svg%20onload=parent.hacked='data-svg'>)

            - [x] a task that is done

            [relative](other.md) and [absolute](https://elsewhere.example/page "\\" onclick=\\"window.hacked='title'")

            lanterns <mark onclick="window.hacked='snippet'">lanterns</mark> &lt;img src=x onerror=window.hacked='snippet'&gt; <img src=x onerror=window.hacked='snippet'>
            """;
    private static final String JSON =
            "{\"__proto__\": {\"hacked\": 1}, \"a\": \"</script><script>window.hacked='json'</script><img src=x onerror=window.hacked='json'>\"}";
    private static final String INERT =
            "script, style, svg, iframe, input, form, base, meta, link, object, video, math, b, mark,"
                    + " img[src^='http'], [onerror], [onclick], [onload], a[href^='javascript' i], a[href^='data' i], a[href^='vbscript' i]";

    private static Chromium chromium;
    private static TestClient reader;
    private static String workspace;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        reader = House.running().client().signUp(EMAIL, PASSWORD);
        workspace = reader.post("api/workspaces", Map.of("name", "<i onclick=window.hacked='space'>Office</i>"))
                .json()
                .get("id")
                .asString();
    }

    private static String write(String title, String content, String type) {
        TestClient.Answer answer = reader.post(
                "api/workspaces/" + workspace + "/documents",
                Map.of("title", title, "content", content, "contentType", type));
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void hostileTextDoesNothingOnAnyPage() {
        String document = write(TITLE, TEXT, "text/markdown");
        String json = write("<u>data</u>.json", JSON, "application/json");
        try (Visitor visitor = Visitor.with(chromium)) {
            Page page = visitor.page();
            visitor.signIn(EMAIL, PASSWORD);
            assertThat(page.locator(".recent-line")).hasCount(3);
            harmless(visitor);

            visitor.go("/w/" + workspace + "/d/" + document);
            Locator text = page.locator(".prose");
            assertThat(text.locator("h1")).hasText("Harmless heading");
            assertThat(text).containsText("<script>window.hacked = 'script'</script>");
            assertThat(text.locator(INERT)).hasCount(0);
            text.getByText("press me").click();
            text.getByText("them", new Locator.GetByTextOptions().setExact(true))
                    .click();
            text.getByText("a task that is done").hover();
            assertThat(text.locator("a[href^='https://elsewhere.example/page']"))
                    .hasAttribute("rel", "noopener noreferrer");
            harmless(visitor);

            visitor.go("/w/" + workspace + "/d/" + json);
            assertThat(Find.editor(page)).containsText("</script><script>");
            harmless(visitor);
            for (String path : List.of(
                    "/w/" + workspace,
                    "/w/" + workspace + "/settings",
                    "/w/" + workspace + "/trash",
                    "/settings/profile")) {
                visitor.go(path);
                assertThat(page.locator("main h1")).isVisible();
                harmless(visitor);
            }
        }
    }

    private static void harmless(Visitor visitor) {
        assertThat(visitor.page().evaluate("() => window.hacked ?? null")).isNull();
        assertThat(visitor.page().url()).startsWith(House.running().url().toString());
        assertThat(visitor.trouble()).isEmpty();
    }

    @Test
    void theSharedPageShowsItAsTextToo() {
        String document = write("Shared " + TITLE, TEXT, "text/markdown");
        String address = reader.post("api/documents/" + document + "/links", Map.of())
                .json()
                .get("url")
                .asString();
        try (Visitor stranger = Visitor.with(chromium)) {
            stranger.go(URI.create(address).getPath());
            assertThat(stranger.page().locator("body")).containsText("window.hacked = 'script'");
            assertThat(
                            stranger.page()
                                    .locator("body")
                                    .locator(
                                            "script, iframe, form, input, object, video, [onerror], [onclick], a[href^='javascript' i]"))
                    .hasCount(0);
            harmless(stranger);
        }
    }

    @Test
    void thePolicyOfThePageAllowsNothingInline() {
        for (String path : List.of("", "sign-in", "w/" + workspace, "settings")) {
            String policy = String.valueOf(House.running()
                    .client()
                    .with("Accept", "text/html")
                    .get(path)
                    .header("Content-Security-Policy"));
            assertThat(policy)
                    .as(path)
                    .doesNotContain("unsafe-")
                    .contains("frame-ancestors 'none'")
                    .contains("base-uri")
                    .contains("default-src 'none'");
        }
    }
}
