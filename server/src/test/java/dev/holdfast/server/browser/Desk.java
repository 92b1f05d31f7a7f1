package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tab of somebody's browser in which documents are written: what a person does there, and what they see. */
final class Desk implements AutoCloseable {
    static final String IN_BROWSER = "Saved in this browser";
    static final String SYNCED = "Synced";
    static final String WAITING = "Saved here · waiting to sync";

    /** Reads a table of a local database as it lies there, without the page's own code. */
    private static final String ROWS = """
            ([database, table]) => new Promise((resolve, reject) => {
                const opening = indexedDB.open(database);
                opening.onerror = () => reject(opening.error);
                opening.onsuccess = () => {
                    const asking = opening.result.transaction(table).objectStore(table).getAll();
                    asking.onerror = () => reject(asking.error);
                    asking.onsuccess = () => {
                        opening.result.close();
                        resolve(asking.result.map(({id, title, content}) => [id ?? '', title ?? content ?? '']));
                    };
                };
            })
            """;

    private final Visitor visitor;
    private final Page page;

    private Desk(Visitor visitor, Page page) {
        this.visitor = visitor;
        this.page = page;
    }

    static Desk of(Chromium chromium) {
        Visitor visitor = Visitor.with(chromium);
        return new Desk(visitor, visitor.page());
    }

    /** Another tab of the same browser. */
    Desk another() {
        return new Desk(visitor, visitor.open());
    }

    Visitor visitor() {
        return visitor;
    }

    Page page() {
        return page;
    }

    /** Signs in and waits until everything is there. */
    Desk signIn(Shelf shelf) {
        visitor.signIn(shelf.email(), Shelf.PASSWORD);
        entered();
        return this;
    }

    /** Goes past the offer of a passkey, to the workspaces. */
    void entered() {
        Locator notNow = button("Not now");
        Locator workspaces = page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName("Workspaces").setExact(true));
        assertThat(notNow.or(workspaces).first()).isVisible();
        if (notNow.isVisible()) {
            notNow.click();
        }
        assertThat(workspaces).isVisible();
    }

    /** Waits until the page would open without a network. */
    void kept() {
        page.evaluate("async () => { await navigator.serviceWorker.ready; }");
    }

    Desk open(String workspace, String document) {
        page.navigate(House.running().url() + "/w/" + workspace + "/d/" + document);
        assertThat(text()).isVisible();
        return this;
    }

    /** Opens a document from the tree. */
    void openNamed(String name) {
        named(name).click();
        assertThat(title()).hasValue(name + ".md");
        assertThat(text()).isVisible();
    }

    /** Opens a document from the list of what was written last. */
    void openNamedFromRecent(String name) {
        page.locator(".recent")
                .getByText(name, new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(text()).isVisible();
    }

    /** A document in the tree, by what it is called there. */
    Locator named(String name) {
        return page.getByRole(AriaRole.TREE).getByText(name, new Locator.GetByTextOptions().setExact(true));
    }

    /** Makes a document with the menu beside the workspace's name. */
    void create(String title, String text) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Documents"))
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("New").setExact(true))
                .click();
        page.getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName("Document").setExact(true))
                .click();
        begin(title, text);
    }

    /** Fills a document that was just made. */
    void begin(String title, String text) {
        assertThat(title()).isFocused();
        title().fill(title);
        title().press("Enter");
        assertThat(named(title.replaceFirst("\\.md$", ""))).isVisible();
        write(text);
    }

    /** Writes in the place of all that is there. */
    void write(String text) {
        text().click();
        page.keyboard().press("Control+a");
        page.keyboard().insertText(text);
    }

    /** Writes at the end. */
    void append(String text) {
        text().click();
        page.keyboard().press("Control+End");
        page.keyboard().insertText(text);
    }

    /** Puts the cursor behind so many characters. */
    void at(int place) {
        text().click();
        page.keyboard().press("Control+Home");
        for (int i = 0; i < place; i++) {
            page.keyboard().press("ArrowRight");
        }
    }

    Locator title() {
        return page.getByLabel("Title", new Page.GetByLabelOptions().setExact(true));
    }

    /** The editor's text. */
    Locator text() {
        return page.locator(".editor-host .cm-content");
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** What the document's foot says of where it is kept. */
    void sees(String state) {
        assertThat(page.locator(".save-state")).hasText(state);
    }

    /** Waits until nothing is left to send, and the bar says so. */
    void allSaved(Shelf shelf) {
        String account = shelf.account();
        Eventually.holds("all is sent", () -> rows(account, "queue").isEmpty());
        assertThat(page.locator(".sync-state")).hasText("All saved");
    }

    /** Waits until a document that is open is edited live. */
    void live(Shelf shelf, String document) {
        Eventually.holds(
                document + " is edited live",
                () -> rows(shelf.account(), "live").stream()
                        .anyMatch(row -> row.getFirst().equals(document)));
    }

    /** The documents that lie in this browser for an account, by id and title. */
    SortedMap<String, String> stored(String account) {
        SortedMap<String, String> found = new TreeMap<>();
        Map<String, String> texts = new TreeMap<>();
        rows(account, "texts").forEach(row -> texts.put(row.get(0), row.get(1)));
        rows(account, "documents").forEach(row -> found.put(row.get(0), row.get(1) + "\n" + texts.get(row.get(0))));
        return found;
    }

    /** Rows of a table of this browser: id, and title or content. */
    @SuppressWarnings("unchecked") // As ROWS makes them.
    List<List<String>> rows(String account, String table) {
        return (List<List<String>>) page.evaluate(ROWS, List.of("holdfast-" + account, table));
    }

    /** Leaves; nothing may have gone wrong behind what was seen. */
    @Override
    public void close() {
        assertThat(visitor.trouble()).isEmpty();
        visitor.close();
    }
}
