package dev.holdfast.server.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;

/** What a person sees on a page, by the words that stand there. */
final class Find {
    private Find() {}

    /** Not by {@code AriaRole}: Playwright writes it small in the language of the machine, and in Turkish LINK isn't link. */
    static String role(String role, String name) {
        return "role=" + role + "[name=\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }

    static Locator button(Page page, String name) {
        return page.locator(role("button", name));
    }

    static Locator link(Page page, String name) {
        return page.locator(role("link", name));
    }

    static Locator heading(Page page, String name) {
        return page.locator(role("heading", name));
    }

    static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** An entry of the menu that is open. */
    static Locator entry(Page page, String name) {
        return page.locator(role("menuitem", name));
    }

    /** Text as it stands, whole. */
    static Locator text(Page page, String text) {
        return page.getByText(text, new Page.GetByTextOptions().setExact(true));
    }

    /** The dialog that lies over the page. */
    static Locator dialog(Page page) {
        return page.locator(".modal .dialog");
    }

    /** A button of the dialog. */
    static Locator answer(Page page, String name) {
        return dialog(page).locator(role("button", name));
    }

    /** A word that appears at the edge of the page. */
    static Locator notice(Page page, String text) {
        return page.locator(".notice")
                .filter(new Locator.FilterOptions().setHasText(text))
                .last();
    }

    /** The text of the document that is open. */
    static Locator editor(Page page) {
        return page.locator(".editor-host .cm-content");
    }

    static Locator tree(Page page) {
        return page.locator("[role=tree]");
    }

    /** A line of the tree, by its name. */
    static Locator line(Page page, String name) {
        return tree(page)
                .locator("[role=treeitem]")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(
                                ".tree-name",
                                new Page.LocatorOptions()
                                        .setHasText(Pattern.compile("^" + Pattern.quote(name) + "$")))));
    }

    static void openMenu(Page page, String label, String entry) {
        button(page, label).click();
        entry(page, entry).click();
    }
}
