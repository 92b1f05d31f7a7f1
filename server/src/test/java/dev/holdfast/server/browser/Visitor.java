package dev.holdfast.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.holdfast.server.system.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person with a browser of their own: nothing is shared with other visitors but the server. */
final class Visitor implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Path AXE =
            Path.of("..", "web", "node_modules", "axe-core", "axe.min.js").toAbsolutePath();
    private static final String FINDINGS = """
            async () => {
                const result = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']});
                return result.violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .map(({id, nodes}) => id + ': ' + nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; '));
            }
            """;

    private final BrowserContext context;
    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private final Page page;

    private Visitor(Browser browser, int width, int height) {
        context = browser.newContext(
                new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(width, height));
        page = open();
    }

    /** Somebody at a laptop. */
    static Visitor with(Chromium chromium) {
        return new Visitor(chromium.browser(), 1440, 900);
    }

    /** Somebody with a phone. */
    static Visitor withPhone(Chromium chromium) {
        return new Visitor(chromium.browser(), 390, 844);
    }

    Page page() {
        return page;
    }

    /** Another tab of the same browser. */
    Page open() {
        Page tab = context.newPage();
        tab.onConsoleMessage(message -> {
            // What Chromium itself notes of each answer that isn't 2xx belongs to some journeys; what the page notes to
            // none.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                trouble.add(message.text());
            }
        });
        tab.onPageError(error -> trouble.add("thrown: " + error));
        tab.onRequest(request -> {
            if (!ours(request.url())) {
                trouble.add("request: " + request.url());
            }
        });
        return tab;
    }

    private static boolean ours(String url) {
        return url.startsWith(House.running().url().toString())
                || url.startsWith(House.running().objects().toString())
                || url.startsWith("blob:")
                || url.startsWith("data:");
    }

    void go(String path) {
        page.navigate(House.running().url() + path);
    }

    /** Cuts the network, or brings it back. */
    void offline(boolean cut) {
        context.setOffline(cut);
    }

    /** Signs up with a password, from the welcome page on. */
    void signUp(String email, String password) {
        go("/sign-in?new");
        enter(email, password, "Make an account");
    }

    void signIn(String email, String password) {
        go("/sign-in");
        enter(email, password, "Sign in");
    }

    private void enter(String email, String password, String button) {
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    /** Gives the browser a passkey authenticator that always says yes. */
    void addAuthenticator() {
        CDPSession devtools = context.newCDPSession(page);
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

    /** Keeps pictures of what is shown, light and dark, and holds it against WCAG 2.2 AA in both. */
    void look(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
            assertThat(accessibilityFindings()).as(name + ", " + scheme).isEmpty();
        }
    }

    private List<?> accessibilityFindings() {
        try {
            // By evaluation, not by an element: the Content Security Policy stays as it is.
            page.evaluate(Files.readString(AXE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>) page.evaluate(FINDINGS);
    }

    /** What the page complained about, asked other hosts for, or threw. */
    List<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        context.close();
    }
}
