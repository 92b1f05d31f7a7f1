package dev.holdfast.documents.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.documents.folder.FolderFile;
import dev.holdfast.documents.folder.FolderScan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final List<String> NAMES_TAKEN_FOR_ONE = List.of(
            "A.md",
            "a.md",
            "a~2.md",
            "Ä/é.md",
            Normalizer.normalize("Ä/é.md", Normalizer.Form.NFD),
            "folder.md",
            "folder.md/in.md",
            "FOLDER.MD/other.md",
            "STRASSE.md",
            "straße.md",
            "../../etc/passwd",
            "/absolute.md",
            "",
            "/",
            "a//b.md",
            "./a.md",
            "C:\\x.md",
            "con.md",
            "nul",
            "ends. ",
            "what?*\"<>|.md",
            "new\nline.md",
            "100%25.md",
            "100%.md",
            "holdfast.json",
            ".holdfast/versions/x",
            "漢".repeat(490) + ".md",
            "漢".repeat(491) + ".md",
            "a/".repeat(249) + "x",
            "😀",
            "A.md ",
            "notes");

    private static final Path CORPUS = Path.of(System.getProperty("holdfast.root", "."), "../shared/data/documents");

    @Test
    void comesBackAsItWas() throws Exception {
        Workspace workspace = new Workspace()
                .document("notes/today.md", "---\r\nfront: matter\r\n---\r\n\uFEFFtext", "older", "oldest\n", "older")
                .document("empty.md", "")
                .document("data.json", "{\"a\": 1.0}")
                .attachment("notes/picture.png", new byte[] {0, 1, (byte) 0xFF, (byte) 0xFE});
        workspace.folders.addAll(List.of("z/empty", "a b"));

        byte[] zip = workspace.zip();
        Workspace back = Workspace.read(zip);

        assertThat(back.manifest).isEqualTo(workspace.archive());
        assertThat(back.texts).isEqualTo(workspace.texts);
        assertThat(back.bytes.keySet()).isEqualTo(workspace.bytes.keySet());
        assertThat(back.folders).containsExactly("a b", "z/empty");
        assertThat(Hashes.sha256(back.zip())).isEqualTo(Hashes.sha256(zip));
        assertThat(ArchiveReader.check(new ByteArrayInputStream(zip), ArchiveLimits.DEFAULT))
                .isEqualTo(workspace.archive());
        assertThat(names(zip))
                .startsWith("holdfast.json", "data.json", "empty.md", "notes/today.md")
                .endsWith("notes/picture.png")
                .hasSize(7);
    }

    @Test
    void isTheSameWhateverTheOrderAndTheZone() throws Exception {
        Workspace workspace =
                new Workspace().document("b.md", "2", "v").document("a.md", "1").document("c.md", "3");
        byte[] zip = workspace.zip();
        Collections.shuffle(workspace.documents, new Random(1));
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            assertThat(Hashes.sha256(workspace.zip())).isEqualTo(Hashes.sha256(zip));
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void keepsNamesThatFileSystemsTakeForOne() throws Exception {
        Workspace workspace = new Workspace();
        for (String title : NAMES_TAKEN_FOR_ONE) {
            workspace.document(title, "content of " + title);
        }
        workspace
                .attachment("A.MD", new byte[] {1})
                .attachment("a.png", new byte[] {2})
                .attachment("A.png", new byte[] {3});

        byte[] zip = workspace.zip();
        Workspace back = Workspace.read(zip);

        assertThat(back.manifest).isEqualTo(workspace.archive());
        assertThat(back.texts).isEqualTo(workspace.texts);
        List<String> folded = names(zip).stream()
                .map(name -> Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .toList();
        assertThat(folded).doesNotHaveDuplicates().allSatisfy(name -> {
            assertThat(name).doesNotContain("..", "\\", "//").doesNotStartWith("/");
            for (String segment : name.split("/")) {
                assertThat(segment.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 160);
            }
            assertThat(folded).noneMatch(other -> other.startsWith(name + "/"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault-kepano", "free-programming-books", "til"})
    void bringsARealFolderBackByteForByte(String name) throws Exception {
        Path folder = CORPUS.resolve(name);
        assumeThat(folder).as("the corpus is not on this machine").isDirectory();
        Workspace workspace = new Workspace();
        FolderScan scan = FolderScan.of(folder);
        for (FolderFile file : scan.files()) {
            Optional<String> text = file.text();
            if (text.isPresent()) {
                workspace.document(file.title(), text.get());
            } else {
                workspace.attachment(file.title(), Files.readAllBytes(file.path()));
            }
        }
        workspace.folders.addAll(scan.emptyFolders());

        byte[] zip = workspace.zip();
        Workspace back = Workspace.read(zip);

        assertThat(Hashes.sha256(back.zip())).isEqualTo(Hashes.sha256(zip));
        assertThat(back.documents).isNotEmpty();
        for (ArchivedDocument document : back.documents) {
            assertThat(document.file()).isEqualTo(document.title());
            assertThat(back.text(document, document.etag()).getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(Files.readAllBytes(folder.resolve(document.title())));
        }
        for (ArchivedAttachment attachment : back.attachments) {
            assertThat(back.bytes(attachment).readAllBytes())
                    .isEqualTo(Files.readAllBytes(folder.resolve(attachment.name())));
        }
        assertThat(back.documents.size() + back.attachments.size())
                .isEqualTo(scan.files().size());
    }

    @Test
    void isNotWrittenWithAnotherContentThanNamed() {
        Workspace workspace = new Workspace().document("a.md", "1");
        workspace.texts.clear();
        assertThatThrownBy(workspace::zip)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("'a.md' has the SHA-256");
    }

    private static List<String> names(byte[] zip) throws IOException {
        List<String> names = new java.util.ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                in.transferTo(new ByteArrayOutputStream());
            }
        }
        return names;
    }
}
