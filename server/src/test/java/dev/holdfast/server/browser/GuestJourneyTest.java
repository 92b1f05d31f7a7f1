package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Somebody writes without an account, offline too, and takes everything along into one. */
final class GuestJourneyTest {
    private static final String LIGHT = "# Light\n\nEvery *twelve* seconds.";
    private static final String KEYS = "The keys hang beside the door.";
    private static final String STORM = "Written while the line was down.";

    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void whatAGuestWroteComesAlongOnceWithItsFiles() {
        byte[] table = new byte[40_000];
        new Random(5).nextBytes(table);
        Desk desk = Desk.of(chromium);
        comeWithoutAccount(desk);
        desk.begin("Light.md", LIGHT);
        desk.sees(Desk.IN_BROWSER);
        attach(desk, table);
        desk.create("Keys.md", KEYS);
        desk.sees(Desk.IN_BROWSER);

        desk.kept();
        desk.visitor().offline(true);
        desk.page().reload();
        assertThat(desk.text()).hasText(KEYS);
        desk.openNamed("Light");
        assertThat(desk.text()).containsText("Every *twelve* seconds.");
        desk.create("Storm.md", STORM);
        desk.sees(Desk.IN_BROWSER);
        desk.visitor().look("guest-offline");

        desk.visitor().offline(false);
        Shelf shelf = bringAlong(desk, "guest@journeys.test");
        assertThat(shelf.texts())
                .containsExactlyInAnyOrderEntriesOf(Map.of("Light.md", LIGHT, "Keys.md", KEYS, "Storm.md", STORM));
        JsonNode light = shelf.documents().stream()
                .filter(document -> document.get("title").asString().equals("Light.md"))
                .findFirst()
                .orElseThrow();
        assertThat(shelf.attachments(light.get("id").asString()))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.get("fileName").asString()).isEqualTo("tides.bin");
                    assertThat(shelf.bytes(file.get("id").asString())).isEqualTo(table);
                });
        desk.close();
    }

    private static void comeWithoutAccount(Desk desk) {
        desk.visitor().go("/");
        assertThat(desk.page().getByText("Clearing site data or a private window deletes them."))
                .isVisible();
        desk.visitor().look("guest-welcome");
        desk.button("Use without account").click();
        assertThat(desk.page().locator(".banners")).containsText("Your documents are in this browser only.");
        desk.button("Write your first document").click();
    }

    private static void attach(Desk desk, byte[] bytes) {
        desk.button("Files").click();
        desk.page()
                .getByLabel("Files to add")
                .setInputFiles(new FilePayload("tides.bin", "application/octet-stream", bytes));
        assertThat(desk.page().locator(".file")).containsText("kept in this browser");
    }

    private static Shelf bringAlong(Desk desk, String email) {
        Page page = desk.page();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in to sync"))
                .click();
        desk.button("Make an account").click();
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(Shelf.PASSWORD);
        assertThat(page.getByLabel("Bring my 3 documents along")).isChecked();
        desk.button("Make the account").click();
        desk.entered();
        Shelf shelf = Shelf.logIn(email);
        desk.allSaved(shelf);
        assertThat(page.locator(".banners")).not().containsText("in this browser only");
        desk.openNamedFromRecent("Storm");
        assertThat(desk.text()).hasText(STORM);
        desk.sees(Desk.SYNCED);
        return shelf;
    }
}
