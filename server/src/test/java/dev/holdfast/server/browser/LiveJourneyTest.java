package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two browsers write in one document at once: nobody is asked anything, and all have the same text in the end. */
final class LiveJourneyTest {
    private static final String ONE = "northwest";
    private static final String OTHER = "southeast";

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
    void twoPeopleTypeInOneLineAtOnce() {
        Shelf shelf = Shelf.signUp("live@journeys.test");
        String workspace = shelf.workspace("Pilots");
        String plan = shelf.write(workspace, "Plan.md", "Wind from the  all day.");
        Desk one = Desk.of(chromium).signIn(shelf).open(workspace, plan);
        Desk other = Desk.of(chromium).signIn(shelf).open(workspace, plan);
        one.live(shelf, plan);
        other.live(shelf, plan);

        // Seen in the other browser before anything else is typed: both are at it.
        one.append(" First.");
        assertThat(other.text()).containsText("First.");
        other.append(" Second.");
        assertThat(one.text()).containsText("First. Second.");

        one.at("Wind".length());
        other.at("Wind from the ".length());
        for (int i = 0; i < ONE.length(); i++) {
            one.page().keyboard().type(ONE.substring(i, i + 1));
            other.page().keyboard().type(OTHER.substring(i, i + 1));
        }
        String whole = "Wind" + ONE + " from the " + OTHER + " all day. First. Second.";
        same(shelf, plan, whole, one, other);

        shelf.replace(plan, whole + "\n\nGusts at noon.");
        same(shelf, plan, whole + "\n\nGusts at noon.", one, other);

        // They go on from there.
        other.append(" Calm at night.");
        same(shelf, plan, whole + "\n\nGusts at noon. Calm at night.", one, other);
        one.close();
        other.close();
    }

    private static void same(Shelf shelf, String document, String text, Desk... desks) {
        for (Desk desk : desks) {
            assertThat(desk.text()).hasText(text.replace("\n", ""));
            desk.sees(Desk.SYNCED);
            Eventually.holds(
                    "the text lies in the browser",
                    () -> ("Plan.md\n" + text)
                            .equals(desk.stored(shelf.account()).get(document)));
            assertThat(desk.button("Decide…")).hasCount(0);
            assertThat(desk.dialog()).hasCount(0);
        }
        Eventually.holds("the server has it", () -> shelf.text(document).equals(text));
        assertThat(shelf.documents()).hasSize(1);
    }
}
