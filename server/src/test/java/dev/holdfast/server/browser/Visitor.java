package dev.holdfast.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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
        // Chromium notes what the policy forbids; this hears also what it only counts.
        context.addInitScript("addEventListener('securitypolicyviolation', event =>"
                + " console.error('forbidden: ' + event.violatedDirective + ' ' + event.blockedURI));");
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

    BrowserContext context() {
        return context;
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

    /** Makes an account with a password; no passkey for now. */
    void signUp(String email, String password) {
        go("/sign-in");
        Find.button(page, "Make an account").click();
        enter(email, password, "Make the account");
        arrive();
    }

    void signIn(String email, String password) {
        go("/sign-in");
        enter(email, password, "Sign in");
        arrive();
    }

    /** Fills in the card and sends it, whatever comes of that. */
    void enter(String email, String password, String button) {
        Find.field(page, "E-mail").fill(email);
        Find.field(page, "Password").fill(password);
        Find.button(page, button).click();
    }

    /** Waits for the workspaces; the passkey that a device offers once isn't wanted. */
    void arrive() {
        Locator offered = Find.button(page, "Not now");
        Locator there = Find.heading(page, "Workspaces");
        PlaywrightAssertions.assertThat(offered.or(there)).isVisible();
        if (offered.isVisible()) {
            offered.click();
        }
        PlaywrightAssertions.assertThat(there).isVisible();
    }

    /** Signs out by the menu; the copy in this browser stays or goes. */
    void signOut(boolean wipe) {
        page.locator(".bar .person").click();
        Find.entry(page, "Sign out…").click();
        if (wipe) {
            Find.dialog(page).getByText("Remove the copy from this browser").click();
        }
        Find.answer(page, wipe ? "Sign out and remove the copy" : "Sign out and keep the copy")
                .click();
        PlaywrightAssertions.assertThat(Find.heading(page, "Write first. Everything else follows."))
                .isVisible();
    }

    /** Waits until everything that was written is on the server. */
    void synced() {
        PlaywrightAssertions.assertThat(page.locator(".sync-state")).hasText("All saved");
    }

    /** Gives the browser a passkey authenticator that always says yes. */
    void addAuthenticator() {
        addAuthenticator(page);
    }

    /** The same for a page of nobody's. */
    static void addAuthenticator(Page page) {
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

    /** Keeps pictures of what is shown, light and dark, and holds it against WCAG 2.2 AA in both. */
    void look(String name) {
        CDPSession devtools = context.newCDPSession(page);
        for (String scheme : List.of("light", "dark")) {
            // Not by Playwright's own call: it writes LIGHT small in the language of the machine, and Turkish has
            // another i.
            JsonObject feature = new JsonObject();
            feature.addProperty("name", "prefers-color-scheme");
            feature.addProperty("value", scheme);
            JsonArray features = new JsonArray();
            features.add(feature);
            JsonObject media = new JsonObject();
            media.add("features", features);
            devtools.send("Emulation.setEmulatedMedia", media);
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-" + scheme + ".png")));
            assertThat(accessibilityFindings()).as(name + ", " + scheme).isEmpty();
        }
        devtools.detach();
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
