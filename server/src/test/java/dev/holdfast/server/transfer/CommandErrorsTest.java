package dev.holdfast.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.transfer.CommandLineUser.Ran;
import dev.holdfast.testkit.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is said in a line, with an exit code that scripts see. */
class CommandErrorsTest {
    private final CommandLineUser user = CommandLineUser.fresh();

    @TempDir
    Path folder;

    @Test
    void whatIsMissingIsNamedAndNothingIsMade() throws IOException {
        Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
        fails(
                "There is no folder " + folder.resolve("nowhere") + ".",
                "import",
                "markdown",
                at("nowhere"),
                "--workspace",
                "w");
        fails(text + " is no folder.", "import", "markdown", text.toString(), "--workspace", "w");
        fails("There is no file " + at("none.zip") + ".", "import", "archive", at("none.zip"), "--workspace", "w");
        fails(text + " is no zip.", "import", "archive", text.toString(), "--workspace", "w");
        fails("There is no workspace called 'w'.", "export", "workspace", "w", "--to", at("w.zip"));
        fails("There is no folder " + at("no"), "export", "workspace", "w", "--to", at("no/w.zip"));
        fails(text + " exists already; it was left as it is.", "export", "workspace", "w", "--to", text.toString());
        fails("must not be blank", "import", "markdown", folder.toString(), "--workspace", " ");
        assertThat(user.client().get("api/workspaces").json().path("items").size())
                .as("no workspace is left behind")
                .isZero();
    }

    @Test
    void everyCommandTellsItsVersion() {
        assertThat(user.must("--version")).startsWith("holdfast ");
        assertThat(user.must("import", "markdown", "-V")).startsWith("holdfast ");
    }

    @Test
    void aDamagedArchiveIsRefusedWithTheReason() throws IOException {
        Path notes = Files.createDirectory(folder.resolve("notes"));
        Files.writeString(notes.resolve("a.md"), "---\nfront: matter\n---\ntext");
        user.must("import", "markdown", notes.toString(), "--workspace", "w");
        user.must("export", "workspace", "w", "--to", at("w.zip"));
        byte[] whole = Files.readAllBytes(folder.resolve("w.zip"));
        Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Ran cut = user.run("import", "archive", at("cut.zip"), "--workspace", "w");
        assertThat(cut.status()).isEqualTo(1);
        assertThat(lastLine(cut))
                .startsWith("holdfast: Importing cut.zip failed: the zip ")
                .doesNotContain("INVALID");
    }

    @Test
    void serversThatAreNoneAreNamed() throws IOException {
        Files.writeString(folder.resolve("a.md"), "a");
        String[] command = {"import", "markdown", folder.toString(), "--workspace", "w"};
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String away = "http://127.0.0.1:" + closed;
        fails(user.with("HOLDFAST_SERVER", away), away + "/ can't be reached: nothing answers there.", command);
        fails(
                user.with("HOLDFAST_SERVER", "http://nobody.invalid"),
                "http://nobody.invalid/ can't be reached: there is no machine of that name",
                command);
        fails(user.with("HOLDFAST_SERVER", "ftp://x"), "The server must be an http or https address", command);
        fails(
                user.with("HOLDFAST_SERVER", "not an address"),
                "The server must be an http or https address, not not an",
                command);
        fails("The server must be an http or https address", "docs", "sync", folder.toString(), "--server", "x y");
        try (Receiver other = Receiver.start()) {
            fails(
                    user.with("HOLDFAST_SERVER", other.url("/").toString()),
                    "That is no answer of a Holdfast server: is the address right?",
                    command);
        }
    }

    @Test
    void strangersAreToldHowToSignIn() throws IOException {
        Files.writeString(folder.resolve("a.md"), "a");
        String[] command = {"import", "markdown", folder.toString(), "--workspace", "w"};
        fails(user.with("HOLDFAST_TOKEN", "hf_wrong"), "refuses the key in HOLDFAST_TOKEN", command);
        CommandLineUser nobody = user.with("HOLDFAST_TOKEN", "");
        fails(nobody, "Who are you? Put an API key into HOLDFAST_TOKEN", command);
        fails(
                nobody.with("HOLDFAST_EMAIL", user.email()).with("HOLDFAST_PASSWORD", "wrong"),
                "Signing in as " + user.email() + ": E-mail address or password is wrong.",
                command);
    }

    @Test
    void whatIsNotUnderstoodEndsWithTwoAndTheUsage() {
        for (List<String> wrong : List.of(
                List.of("frob"),
                List.of("import"),
                List.of("import", "markdown"),
                List.of("import", "markdown", ".", "--workspace", "w", "--bogus"),
                List.of("docs", "sync"))) {
            Ran ran = user.run(wrong.toArray(String[]::new));
            assertThat(ran.status()).as(wrong.toString()).isEqualTo(2);
            assertThat(ran.text()).contains("Usage: holdfast").doesNotContain("Exception:", "\tat ");
        }
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of(
                "serve",
                "demo",
                "doctor",
                "import markdown",
                "import archive",
                "export workspace",
                "docs sync",
                "admin grant")) {
            String[] line = (command + " --help").split(" ", -1);
            assertThat(user.must(line)).startsWith("Usage: holdfast " + command);
        }
    }

    @Test
    void filesThatCantComeAreNamedAndTheRestComes() throws IOException {
        Files.writeString(folder.resolve("good.md"), "good");
        Files.createSymbolicLink(folder.resolve("link.md"), folder.resolve("good.md"));
        Files.createDirectories(folder.resolve("empty"));
        String text = user.must("import", "markdown", folder.toString(), "--workspace", "w");
        assertThat(text).contains("1 documents created", "link.md: it is a symbolic link", "1 empty folders kept");
        user.must("export", "workspace", "w", "--to", at("w.zip"));
        assertThat(Unzipped.of(folder.resolve("w.zip"))
                        .manifest()
                        .path("folders")
                        .toString())
                .isEqualTo("[\"empty\"]");
        Files.delete(folder.resolve("w.zip"));
        Files.writeString(folder.resolve("good.md"), "better");
        Ran changed = user.run("import", "markdown", folder.toString(), "--workspace", "w");
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.text())
                .contains("good.md: the document differs from the file; --replace gives it the file's content");
        assertThat(user.must("import", "markdown", folder.toString(), "--workspace", "w", "--replace"))
                .contains("1 replaced");
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private void fails(String words, String... arguments) {
        fails(user, words, arguments);
    }

    private static void fails(CommandLineUser as, String words, String... arguments) {
        Ran ran = as.run(arguments);
        assertThat(ran.status()).as(ran.text()).isEqualTo(1);
        assertThat(lastLine(ran)).startsWith("holdfast: ").contains(words);
        assertThat(ran.text()).doesNotContain("\tat ");
    }

    private static String lastLine(Ran ran) {
        return ran.text().lines().reduce((first, second) -> second).orElse("");
    }
}
