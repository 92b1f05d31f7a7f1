package dev.holdfast.documents.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderScanTest {

    @TempDir
    Path folder;

    @Test
    void findsEverythingInOrder() throws Exception {
        write("b.md", "b");
        write("a/z.md", "---\nfront: matter\n---\n");
        write(".obsidian/app.json", "{}");
        write(".git/config", "no");
        write("a/.DS_Store", "no");
        write("B.md", "B");
        Files.createDirectories(folder.resolve("empty/deeper"));
        Files.createDirectories(folder.resolve("only ignored/.git"));
        Files.createSymbolicLink(folder.resolve("link.md"), folder.resolve("b.md"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        FolderScan scan = FolderScan.of(folder);

        assertThat(scan.files())
                .extracting(FolderFile::title)
                .containsExactly(".obsidian/app.json", "B.md", "a/z.md", "b.md");
        assertThat(scan.emptyFolders()).containsExactly("empty/deeper", "only ignored");
        assertThat(scan.skipped())
                .containsExactly(
                        new FolderScan.Skipped("link.md", "it is a symbolic link"),
                        new FolderScan.Skipped("loop", "it is a symbolic link"));
    }

    @Test
    void tellsDocumentsFromAttachments() throws Exception {
        write("text.md", "\uFEFFtäxt\r\n");
        write("upper.MD", "x");
        write("empty.txt", "");
        write("picture.png", "plain text, all the same");
        Files.write(folder.resolve("latin.md"), new byte[] {'t', (byte) 0xE4});
        Files.write(folder.resolve("nul.md"), new byte[] {'t', 0});
        Files.write(folder.resolve("big.md"), new byte[FolderFile.TEXT_BYTES_MAX + 1]);

        for (FolderFile file : FolderScan.of(folder).files()) {
            boolean document = List.of("text.md", "upper.MD", "empty.txt").contains(file.title());
            assertThat(file.text().isPresent()).as(file.title()).isEqualTo(document);
        }
        assertThat(FolderScan.of(folder).files().get(5).text()).contains("\uFEFFtäxt\r\n");
    }

    @Test
    void refusesWhatIsNoFolder() throws Exception {
        write("b.md", "b");
        assertThatThrownBy(() -> FolderScan.of(folder.resolve("b.md"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> FolderScan.of(folder.resolve("none"))).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void skipsPathsThatAreTooLongForATitle() throws Exception {
        String longPath = "d".repeat(200) + "/" + "e".repeat(200) + "/" + "f".repeat(200) + ".md";
        write(longPath, "x");
        FolderScan scan = FolderScan.of(folder);
        assertThat(scan.files()).isEmpty();
        assertThat(scan.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.path()).isEqualTo(longPath);
            assertThat(skipped.reason()).contains("605 characters, more than 500");
        });
    }

    @Test
    void skipsNamesThatAreNoUtf8() throws Exception {
        write("plain.md", "x");
        Process made = new ProcessBuilder(
                        "bash",
                        "-c",
                        "printf x > $'one\\xff.md'; printf y > $'one\\xfe.md'; mkdir $'two\\xff'; printf z > $'two\\xff/in.md'")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();

        FolderScan scan = FolderScan.of(folder);

        assertThat(scan.files()).extracting(FolderFile::title).containsExactly("plain.md");
        assertThat(scan.skipped())
                .hasSize(3)
                .allSatisfy(skipped -> assertThat(skipped.reason()).contains("aren't UTF-8"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "notes/today.md, text/markdown, notes/today.md",
                "Today, text/markdown, Today.md",
                "a.markdown, text/markdown, a.markdown",
                "a.txt, text/markdown, a.txt.md",
                "a, application/json, a.json",
                "v1.2, text/plain, v1.2.txt",
                "../x, text/markdown, %2E%2E/x.md",
                "/x//y, text/markdown, %/x/%/y.md",
                "aux.md, text/markdown, %61ux.md",
                "auxiliary.md, text/markdown, auxiliary.md",
                "what?: a/b., text/markdown, what%3F%3A a/b%2E.md",
                "100%, text/markdown, 100%25.md",
                ".holdfast/x, text/markdown, %2Eholdfast/x.md",
                "HOLDFAST.json, application/json, HOLDFAST%2Ejson.json",
            })
    void namesFilesSafely(String title, String contentType, String file) {
        assertThat(Titles.fileName(title, contentType)).isEqualTo(file);
    }

    private void write(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
