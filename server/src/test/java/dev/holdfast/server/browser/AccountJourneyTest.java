package dev.holdfast.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts as people meet them. */
final class AccountJourneyTest {
    private static final String PASSWORD = "lighthouse-keeper-83";

    private static Chromium chromium;

    private Visitor visitor;
    private Page page;

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

    @BeforeEach
    void open() {
        visitor = Visitor.with(chromium);
        page = visitor.page();
    }

    @AfterEach
    void close() {
        visitor.close();
    }

    @Test
    void aWrongPasswordIsSaidInWords() {
        House.running().client().signUp("wrong@browser.test", PASSWORD);
        visitor.go("/sign-in");
        visitor.enter("wrong@browser.test", "not-the-password-1", "Sign in");
        assertThat(page.getByText("E-mail address or password is wrong.").first())
                .isVisible();
        visitor.look("wrong-password");
        assertThat(visitor.trouble()).isEmpty();
    }

    @Test
    void passkeysAreAddedNamedAndRemovedInTheSettings() {
        visitor.signUp("keys@browser.test", PASSWORD);
        visitor.addAuthenticator();
        visitor.go("/settings/security");
        assertThat(Find.text(page, "You have none yet.")).isVisible();
        Find.button(page, "Add a passkey").click();
        assertThat(Find.notice(page, "The passkey is added.")).isVisible();
        Find.openMenu(page, "What to do with Chrome on Linux", "Rename…");
        Find.field(page, "Name").fill("Harbour laptop");
        Find.answer(page, "Rename").click();
        assertThat(page.locator(".settings-list li")).containsText("Harbour laptop");
        visitor.look("passkeys");
        Find.openMenu(page, "What to do with Harbour laptop", "Remove…");
        Find.answer(page, "Remove").click();
        assertThat(Find.notice(page, "“Harbour laptop” is removed.")).isVisible();
        assertThat(Find.text(page, "You have none yet.")).isVisible();
        assertThat(visitor.trouble()).isEmpty();
    }

    @Test
    void mailedLinksConfirmAnAddressAndAcceptAnInvitation() {
        String email = "invited@browser.test";
        TestClient host = House.running().client().signUp("host@browser.test", PASSWORD);
        String quay = host.post("api/workspaces", Map.of("name", "Quay"))
                .json()
                .get("id")
                .asString();
        assertThat(host.post("api/workspaces/" + quay + "/members", Map.of("email", email, "role", "viewer"))
                        .status())
                .isEqualTo(202);
        TestClient invited = House.running().client().signUp(email, PASSWORD);
        assertThat(invited.send("POST", "api/auth/verify-email/send", null).status())
                .isEqualTo(202);

        page.navigate(mailedLink(email, "/verify-email#token="));
        Find.button(page, "Confirm").click();
        assertThat(Find.heading(page, "Your e-mail address is confirmed")).isVisible();

        page.navigate(mailedLink(email, "/invites/"));
        assertThat(Find.heading(page, "You are invited")).isVisible();
        assertThat(page.url()).isEqualTo(House.running().url() + "/invites/accept");
        Find.link(page, "Sign in to sync").last().click();
        assertThat(page.getByText("Sign in to accept the invitation.")).isVisible();
        visitor.enter(email, PASSWORD, "Sign in");
        Locator offered = Find.button(page, "Not now");
        assertThat(Find.heading(page, "Next time without the password")).isVisible();
        offered.click();
        assertThat(page.getByText("You accept as " + email)).isVisible();
        visitor.look("invitation");
        Find.button(page, "Accept").click();
        assertThat(Find.notice(page, "You are now in “Quay”.")).isVisible();
        assertThat(page).hasURL(House.running().url() + "/w/" + quay);
        assertThat(Find.heading(page, "Quay").first()).isVisible();
        assertThat(visitor.trouble()).isEmpty();
    }

    @Test
    void aSecondTabFollowsSigningOut() {
        visitor.signUp("tabs@browser.test", PASSWORD);
        Page second = visitor.open();
        second.navigate(House.running().url() + "/settings/profile");
        assertThat(Find.heading(second, "Profile")).isVisible();
        visitor.signOut(false);
        assertThat(Find.heading(second, "Write first. Everything else follows."))
                .isVisible();
        assertThat(visitor.trouble()).isEmpty();
    }

    /** The newest link of a kind that was mailed to somebody, on the address that the house has here. */
    static String mailedLink(String to, String path) {
        TestClient postmaster = House.running()
                .client()
                .signUp(
                        "postmaster-for-" + to.replaceAll("@.*", "") + path.replaceAll("[^a-z]", "") + "@browser.test",
                        PASSWORD);
        String id = postmaster.get("api/me").json().get("id").asString();
        House.running().texts("update platform.accounts set admin = true where id = '" + id + "' returning id");
        List<String> links = postmaster
                .get("api/outbox")
                .json()
                .get("items")
                .valueStream()
                .filter(mail -> mail.get("to").asString().equals(to))
                .map(mail -> mail.get("text").asString())
                .filter(text -> text.contains(path))
                .map(text -> House.running().url() + text.replaceFirst("(?s).*(" + path + "[\\w.-]+).*", "$1"))
                .toList();
        return links.getFirst();
    }
}
