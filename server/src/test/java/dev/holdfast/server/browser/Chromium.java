package dev.holdfast.server.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The machine's own Chromium, driven by Playwright with the machine's own Node: nothing is downloaded. */
record Chromium(Playwright playwright, Browser browser, Locale before) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Starts it; skips the test that asks where Chromium or Node isn't there. */
    static Chromium start() {
        assumeTrue(Files.isExecutable(PROGRAM), "no Chromium at " + PROGRAM + ": nothing was tried in a browser");
        Path node = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(node != null, "no Node on the path: nothing was tried in a browser");
        // Playwright spells its words (roles, colour schemes) in the machine's language; in Turkish it knows none that
        // has an I.
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", String.valueOf(node))));
        // A busy machine is no defect of the page.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(FLAGS));
        return new Chromium(playwright, browser, before);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        Locale.setDefault(before);
    }
}
