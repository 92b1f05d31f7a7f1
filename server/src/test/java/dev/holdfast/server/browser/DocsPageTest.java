package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The server's own pages beside the client's. */
final class DocsPageTest {
    private static final String EMAIL = "programmer@browser.test";

    @Test
    void theApisDescriptionCanBeReadAndTried() {
        try (Chromium chromium = Chromium.start();
                Visitor visitor = Visitor.with(chromium)) {
            TestClient reader = House.running().client();
            String token = reader.post("api/auth/signup", Map.of("email", EMAIL, "password", "lighthouse-keeper-83"))
                    .json()
                    .get("accessToken")
                    .asString();
            Page page = visitor.page();
            visitor.go("/docs");
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
            assertThat(me.locator(".live-responses-table .response-col_description")
                            .last())
                    .containsText(EMAIL);
            assertThat(visitor.trouble()).isEmpty();
        }
    }

    @Test
    void aLostAddressIsSaidInWords() {
        try (Chromium chromium = Chromium.start();
                Visitor visitor = Visitor.with(chromium)) {
            Page page = visitor.page();
            assertThat(page.navigate(House.running().url() + "/nowhere/at/all").status())
                    .isEqualTo(200);
            assertThat(page.locator("main h1, main h2").first()).containsText("Nothing");
            assertThat(visitor.trouble()).isEmpty();
        }
    }
}
