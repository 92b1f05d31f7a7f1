package dev.holdfast.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PageHttpTest {
    private static final Pattern SCRIPT = Pattern.compile("/(assets/[^\"]+\\.js)");

    private final TestClient browser =
            House.running().client().with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

    @Test
    void thePageAnswersAtEveryAddressOfItsOwn() {
        String page = browser.get("").text();
        assertThat(page).contains("<html");
        for (String path : List.of(
                "w/01890a5d-ac96-774b-bcce-b302099a8057",
                "d/01890a5d-ac96-774b-bcce-b302099a8057/versions",
                "settings",
                "guest",
                "sign-in",
                "apiary",
                "search?query=tides")) {
            Answer answer = browser.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.text()).as(path).isEqualTo(page);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void whatIsNotThePagesStaysLost() {
        for (String path :
                List.of("wp-login.php", "assets/none.js", "icons/none.png", "s/none/more", ".well-known/none")) {
            assertThat(browser.get(path).status()).as(path).isEqualTo(404);
        }
        for (String path : List.of("api/none", "api/documents")) {
            Answer answer = browser.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        Answer script = House.running().client().with("Accept", "*/*").get("w/none");
        assertThat(script.status()).isEqualTo(404);
        assertThat(script.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void filesAreKeptAsLongAsTheyStayTheSame() {
        Answer page = browser.get("index.html");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        Matcher script = SCRIPT.matcher(page.text());
        assertThat(script.find()).isTrue();
        Answer plain = browser.get(script.group(1));
        assertThat(plain.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(plain.header("Content-Type")).startsWith("text/javascript");
        assertThat(plain.header("Content-Encoding")).isNull();
        Answer packed = browser.with("Accept-Encoding", "gzip").get(script.group(1));
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.bytes().length).isLessThan(plain.bytes().length);
        Answer icon = browser.get("icon.svg");
        assertThat(icon.header("Cache-Control")).contains("max-age=86400");
        assertThat(icon.header("Content-Type")).startsWith("image/svg+xml");
    }
}
