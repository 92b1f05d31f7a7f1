package dev.holdfast.documents.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {

    private static final Path VERSIONS =
            Path.of(System.getProperty("holdfast.root", "."), "../shared/data/documents/versions");

    @TempDir
    Path folder;

    @Test
    void writesHunksWithThreeLinesOfContext() {
        String from = "1\n2\n3\n4\n5\n6\n7\n8\n9";
        assertThat(UnifiedDiff.between("n.md", from, "n.md", from.replace("5", "five") + "\n"))
                .isEqualTo("""
                        --- a/n.md
                        +++ b/n.md
                        @@ -2,8 +2,8 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        -9
                        \\ No newline at end of file
                        +9
                        """);
    }

    @Test
    void isEmptyWhereNothingChanged() {
        assertThat(UnifiedDiff.between("a", "x\r\n", "b", "x\r\n")).isEmpty();
    }

    @Test
    void quotesNamesThatWouldBreakTheHeader() {
        assertThat(UnifiedDiff.between("a\nb\"c", "1", "x y é", "2"))
                .startsWith("--- \"a/a\\nb\\\"c\"\n+++ b/x y é\t\n@@ -1 +1 @@\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            emptyValue = "",
            value = {
                "a\\nb\\n,a\\nc\\n",
                "a\\nb,a\\nb\\n",
                "a\\r\\nb\\r\\n,a\\nb\\r\\n",
                "``,a\\nb",
                "a\\nb\\n,``",
                "a,b",
                "\\n,\\n\\n",
                "a\\rb\\nc,a\\rb\\nd",
                "é\\n漢字\\n,é\\n漢\\n😀"
            })
    void isTakenByPatchAndGit(String from, String to) throws Exception {
        appliesWithBoth(from.translateEscapes(), to.translateEscapes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"til-README", "fpb-subjects"})
    void leadsFromOneRealVersionToTheNextAndMergesThem(String chain) throws Exception {
        assumeThat(VERSIONS.resolve(chain))
                .as("the corpus of versions is not on this machine")
                .isDirectory();
        List<String> versions = versions(VERSIONS.resolve(chain));
        for (int i = 1; i < versions.size(); i++) {
            String older = versions.get(i - 1);
            String newer = versions.get(i);
            assertThat(Merge.of("text/markdown", older, newer, older)).isEqualTo(new Merge(newer, true));
            assertThat(Merge.of("text/markdown", older, newer, newer + "\n\nAn end.\n")
                            .content())
                    .contains("An end.");
            String started = "A start of one's own.\n\n\n" + older;
            Merge merge = Merge.of("text/markdown", older, started, newer);
            if (merge.clean()) {
                assertThat(merge.content()).isEqualTo("A start of one's own.\n\n\n" + newer);
            }
            if (i % 10 == 0) {
                appliesWithBoth(older, newer);
            }
        }
        appliesWithBoth(versions.getFirst(), versions.getLast());
    }

    private static List<String> versions(Path chain) throws IOException {
        try (Stream<Path> files = Files.list(chain)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            assertThat(sorted).hasSizeGreaterThan(1);
            return sorted.stream().map(UnifiedDiffTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void appliesWithBoth(String from, String to) throws Exception {
        Files.writeString(folder.resolve("the.diff"), UnifiedDiff.between("my note.md", from, "my note.md", to));
        applies(from, to, "patch", "-p1", "--binary", "-i", "the.diff");
        applies(from, to, "git", "apply", "--whitespace=nowarn", "the.diff");
    }

    private void applies(String from, String to, String... command) throws Exception {
        assumeThat(onPath(command[0]))
                .as("%s is not on this machine", command[0])
                .isTrue();
        Path note = folder.resolve("my note.md");
        Files.writeString(note, from);
        File log = folder.resolve("log").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", command[0], Files.readString(log.toPath()))
                .isZero();
        // patch removes a file that becomes empty, as POSIX has it.
        assertThat(Files.exists(note) ? Files.readString(note) : "")
                .as(command[0])
                .isEqualTo(to);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
