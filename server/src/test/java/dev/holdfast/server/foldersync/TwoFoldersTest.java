package dev.holdfast.server.foldersync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.system.House;
import dev.holdfast.server.transfer.CommandLineUser;
import dev.holdfast.server.transfer.CommandLineUser.Ran;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two folders of one person, kept in step over a real running program by the command. */
class TwoFoldersTest {
    private static final String WORKSPACE = "notes";

    private static final List<String> HOSTILE = List.of(
            "..",
            "../outside.md",
            "../../outside.md",
            "/etc/passwd.md",
            "C:\\windows.md",
            "a/../../b.md",
            "con.md",
            "trailing. ",
            ".git/config.md",
            ".holdfast/state.json",
            "caf\u00E9.md",
            "cafe\u0301.md",
            "Note.md",
            "note.md",
            "file.md",
            "file.md/inside.md",
            "double",
            "double",
            "new\nline.md",
            "x".repeat(300) + ".md");

    private final CommandLineUser user = CommandLineUser.fresh();

    @TempDir
    Path home;

    private Path left = Path.of("");
    private Path right = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        left = Files.createDirectory(home.resolve("left"));
        right = Files.createDirectory(home.resolve("right"));
    }

    @Test
    void editsNewFilesRenamesAndDeletesReachTheOtherFolder() {
        write(left, "a.md", "---\ntags: [x]\n---\na\r\nwithout end");
        write(left, "sub/deep/b.md", "b");
        write(left, "c.txt", "c");
        write(left, "d.json", "{\"d\": 1}");
        both();
        assertThat(files(right)).isEqualTo(files(left)).hasSize(4);

        write(left, "a.md", "a, edited on the left");
        write(right, "sub/deep/b.md", "b, edited on the right");
        write(right, "new on the right.md", "new");
        delete(left, "c.txt");
        move(right, "d.json", "moved/d.json");
        both();
        sync(left);
        assertThat(files(right)).isEqualTo(files(left)).hasSize(4);
        assertThat(files(left))
                .containsEntry("a.md", "a, edited on the left")
                .containsEntry("sub/deep/b.md", "b, edited on the right")
                .containsEntry("moved/d.json", "{\"d\": 1}")
                .containsKey("new on the right.md");
        assertThat(trash(right))
                .as("what the workspace deleted stays in the trash")
                .containsExactly("c");
        assertThat(sync(left)).contains("In step.");
        assertThat(titles()).containsExactlyInAnyOrder("a.md", "sub/deep/b.md", "moved/d.json", "new on the right.md");
    }

    @Test
    void whatBothChangedStaysTwice() {
        write(left, "a.md", "base");
        both();
        write(left, "a.md", "left's");
        write(right, "a.md", "right's");
        sync(left);
        String said = sync(right);
        sync(left);
        assertThat(said).contains("changed on both sides; yours is now: a (conflict right ");
        assertThat(files(left)).isEqualTo(files(right)).hasSize(2).containsEntry("a.md", "left's");
        assertThat(files(left).values()).contains("right's");
    }

    @Test
    void whatBothChangedInDifferentPlacesIsMerged() {
        String middle = "\n2\n3\n4\n5\n6\n7\n";
        write(left, "a.md", "first" + middle + "last\n");
        both();
        write(left, "a.md", "left's first" + middle + "last\n");
        write(right, "a.md", "first" + middle + "right's last\n");
        sync(left);
        String said = sync(right);
        assertThat(said).contains("1 changed on both sides and merged", "both sides' changes are now in: a.md");
        sync(left);
        assertThat(files(left))
                .isEqualTo(files(right))
                .containsOnly(Map.entry("a.md", "left's first" + middle + "right's last\n"));
        assertThat(sync(right)).contains("In step.");
    }

    @Test
    void whatOneDeletedAndTheOtherChangedComesBack() {
        write(left, "a.md", "base");
        write(left, "b.md", "base");
        both();
        delete(left, "a.md");
        write(right, "a.md", "right's");
        write(left, "b.md", "left's");
        delete(right, "b.md");
        both();
        sync(left);
        assertThat(files(left))
                .isEqualTo(files(right))
                .containsOnly(Map.entry("a.md", "right's"), Map.entry("b.md", "left's"));
    }

    @Test
    void filesMadeInBothFoldersUnderOneNameAreBothKept() {
        write(left, "same.md", "the same");
        write(right, "same.md", "the same");
        write(left, "other.md", "left's");
        write(right, "other.md", "right's");
        both();
        sync(left);
        assertThat(files(left)).isEqualTo(files(right)).hasSize(3);
        assertThat(files(left).values()).containsExactlyInAnyOrder("the same", "left's", "right's");
        assertThat(titles()).hasSize(3);
    }

    @Test
    void withoutTheServerNothingIsLostAndLaterAllIsInStep() throws IOException {
        write(left, "a.md", "a");
        try (Wire wire = new Wire(House.running().url().getPort())) {
            CommandLineUser wired = user.with("HOLDFAST_SERVER", "http://127.0.0.1:" + wire.port());
            assertThat(run(wired, left).status()).isZero();
            sync(right);
            wire.cut();
            write(left, "offline.md", "written without the server");
            delete(left, "a.md");
            Ran away = run(wired, left);
            assertThat(away.status()).as(away.text()).isEqualTo(1);
            assertThat(away.text()).contains("2 files wait to be brought in step", "can't be reached");
            wire.mend();
            assertThat(run(wired, left).status()).isZero();
        }
        sync(right);
        assertThat(files(right)).containsOnly(Map.entry("offline.md", "written without the server"));
        Ran other = run(user, left);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.text()).contains("The folder is kept in step with the workspace 'notes' of http://127.0.0.1:");

        CommandLineUser nobody = user.with("HOLDFAST_TOKEN", "");
        write(left, "more.md", "more");
        Ran alone = run(nobody, left);
        assertThat(alone.status()).isZero();
        assertThat(alone.text()).contains("You aren't signed in", "stay on this machine alone");
    }

    @Test
    void aRunThatWasKilledGoesOnWithoutDoubles() throws IOException, InterruptedException {
        int many = 700;
        for (int i = 0; i < many; i++) {
            write(left, "folder " + i % 7 + "/note " + i + ".md", "note " + i);
        }
        Process first = user.process("docs", "sync", left.toString(), "--workspace", WORKSPACE)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("first.log").toFile())
                .start();
        try {
            Eventually.holds("some documents have arrived", () -> arrived() > 0);
        } finally {
            first.destroyForcibly();
            first.waitFor();
        }
        both();
        assertThat(titles()).doesNotHaveDuplicates().hasSize(many);
        assertThat(files(right)).isEqualTo(files(left)).hasSize(many);
    }

    @Test
    void filesThatAreNoTextStayWhereTheyAre() {
        write(left, "a.md", "a");
        bytes(left, "picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2});
        bytes(left, "latin1.md", new byte[] {'c', 'a', 'f', (byte) 0xE9});
        both();
        assertThat(files(right)).containsOnlyKeys("a.md");
        assertThat(titles()).containsExactly("a.md");
        // A document whose file becomes something else keeps its content; the file is left and named.
        bytes(left, "a.md", new byte[] {'a', 0, 'b'});
        Ran ran = run(user, left);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.text()).contains("not in step: a.md: it is no text");
        assertThat(sync(right)).contains("In step.");
        assertThat(files(right)).containsOnly(Map.entry("a.md", "a"));
    }

    @Test
    void whatIsNoDocumentIsNamedAndStays() {
        write(left, "a.md", "a");
        bytes(left, "pictures/p.png", new byte[] {1, 0, 2});

        assertThat(sync(left)).contains("no documents, and in this folder alone: pictures/p.png");
        sync(right);
        assertThat(files(right)).containsOnlyKeys("a.md");
    }

    @Test
    void viewersGetEverythingAndSendNothing() {
        write(left, "a.md", "a");
        write(left, "b.md", "b");
        sync(left);
        CommandLineUser viewer = CommandLineUser.fresh();
        Answer invited = user.client()
                .post(
                        "api/workspaces/" + user.workspace(WORKSPACE) + "/members",
                        Map.of("email", viewer.email(), "role", "viewer"));
        assertThat(invited.status()).as(invited.text()).isEqualTo(200);
        Path theirs = right;
        assertThat(run(viewer, theirs).status()).isZero();
        assertThat(files(theirs)).isEqualTo(files(left));

        write(theirs, "a.md", "the viewer's");
        write(theirs, "mine.md", "the viewer's own");
        delete(theirs, "b.md");
        Ran refused = run(viewer, theirs);
        assertThat(refused.status()).as(refused.text()).isEqualTo(1);
        assertThat(refused.text()).contains("not in step: a.md:", "not in step: b.md:", "not in step: mine.md:");
        assertThat(files(theirs)).containsEntry("a.md", "the viewer's").containsEntry("mine.md", "the viewer's own");
        sync(left);
        assertThat(files(left)).containsOnly(Map.entry("a.md", "a"), Map.entry("b.md", "b"));
        // What the workspace changes later still arrives, beside what the viewer wrote.
        write(left, "a.md", "a, later");
        sync(left);
        Ran later = run(viewer, theirs);
        assertThat(later.status()).isEqualTo(1);
        assertThat(files(theirs)).containsEntry("a.md", "a, later").containsValue("the viewer's");
    }

    @Test
    void hostileTitlesLieInsideOfTheFolderAndComeBack() {
        List<String> titles = HOSTILE;
        String workspace = user.client()
                .post("api/workspaces", Map.of("name", WORKSPACE))
                .json()
                .path("id")
                .asString("");
        for (String title : titles) {
            Answer made = user.client()
                    .post(
                            "api/workspaces/" + workspace + "/documents",
                            Map.of("title", title, "content", "content of " + title));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        both();
        assertThat(files(left)).isEqualTo(files(right)).hasSize(titles.size());
        assertThat(files(left).values())
                .containsExactlyInAnyOrderElementsOf(
                        titles.stream().map(title -> "content of " + title).toList());
        try (Stream<Path> around = Files.list(home)) {
            assertThat(around.toList()).containsExactlyInAnyOrder(left, right);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(sync(left)).isEqualTo("In step.\n");
        String outside = files(left).entrySet().stream()
                .filter(file -> file.getValue().equals("content of ../outside.md"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        write(left, outside, "edited");
        both();
        assertThat(files(right)).isEqualTo(files(left)).containsEntry(outside, "edited");
        assertThat(titles()).containsExactlyInAnyOrderElementsOf(titles);
    }

    private void both() {
        sync(left);
        sync(right);
    }

    private String sync(Path folder) {
        Ran ran = run(user, folder);
        assertThat(ran.status()).as(ran.text()).isZero();
        return ran.text();
    }

    private static Ran run(CommandLineUser as, Path folder) {
        return as.run(
                "docs",
                "sync",
                folder.toString(),
                "--workspace",
                WORKSPACE,
                "--device",
                String.valueOf(folder.getFileName()));
    }

    private int arrived() {
        JsonNode workspaces = user.client().get("api/workspaces").json().path("items");
        return workspaces.isEmpty()
                ? 0
                : user.client()
                        .get("api/workspaces/" + workspaces.get(0).path("id").asString("") + "/documents?limit=1")
                        .json()
                        .path("items")
                        .size();
    }

    private List<String> titles() {
        List<String> titles = new java.util.ArrayList<>();
        String path = "api/workspaces/" + user.workspace(WORKSPACE) + "/documents?limit=200";
        String cursor = "";
        do {
            JsonNode page = user.client().get(path + cursor).json();
            page.path("items").forEach(item -> titles.add(item.path("title").asString("")));
            cursor = page.path("nextCursor").isString()
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return titles;
    }

    /** Every document of a folder by its path; what is no UTF-8 is left out. */
    private static Map<String, String> files(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(each -> !each.startsWith(folder.resolve(".holdfast")))
                    .toList()) {
                try {
                    files.put(folder.relativize(file).toString(), Files.readString(file));
                } catch (java.nio.charset.MalformedInputException e) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static List<String> trash(Path folder) {
        try (Stream<Path> all = Files.walk(folder.resolve(".holdfast/trash"))) {
            List<String> found = new java.util.ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                found.add(Files.readString(file));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path folder, String path, String content) {
        bytes(folder, path, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void bytes(Path folder, String path, byte[] content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder, String path) {
        try {
            Files.delete(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path folder, String from, String to) {
        try {
            Files.createDirectories(folder.resolve(to).getParent());
            Files.move(folder.resolve(from), folder.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
