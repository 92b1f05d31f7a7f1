package dev.holdfast.testkit.gates.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidyTest {
    private static final String MAIN = "app/src/main/java/app/";
    private static final String TEST = "app/src/test/java/app/";

    @TempDir
    Path root;

    @BeforeEach
    void describePackage() throws IOException {
        write(MAIN + "package-info.java", "/** An app. */\n@NullMarked\npackage app;\n");
    }

    @Test
    void findsNothingInTidySources() throws IOException {
        write(MAIN + "Thing.java", """
                package app;
                class Thing {
                    Thing(int a, int b, int c, int d, int e, int f) {}
                    @SuppressWarnings("unchecked") // the cast is checked by the caller
                    java.time.Instant now(java.time.InstantSource time) { return time.instant(); }
                    record Wide(int a, int b, int c, int d, int e, int f, int g) {}
                }
                """);
        write(MAIN + "ThingStore.java", """
                package app;
                class ThingStore {
                    static final String FIND = \"""
                            select id from thing where id = :id\""";
                    void run(String id) { throw new IllegalStateException("update failed: " + id); }
                }
                """);

        assertThat(Tidy.findings(root)).isEmpty();
    }

    @Test
    void refusesLongFiles() throws IOException {
        write(MAIN + "Long.java", "package app;\nclass Long {\n" + "// line\n".repeat(398) + "}\n");
        write(TEST + "LongTest.java", "package app;\nclass LongTest {\n" + "// line\n".repeat(597) + "}\n");

        assertThat(Tidy.findings(root)).singleElement().satisfies(finding -> {
            assertThat(finding.key()).isEqualTo(MAIN + "Long.java file-lines");
            assertThat(finding.measure()).isEqualTo(401);
        });
    }

    @Test
    void refusesLongMethodsAndWideConstructors() throws IOException {
        String body = "int x;\n".repeat(49);
        write(MAIN + "Big.java", "package app;\nclass Big { void run() {\n" + body + "}\n}\n");
        write(
                MAIN + "Wide.java",
                "package app;\nclass Wide { Wide(int a, int b, int c, int d, int e, int f, int g) {} }\n");

        assertThat(keys())
                .containsExactlyInAnyOrder(
                        MAIN + "Big.java#Big.run method-lines", MAIN + "Wide.java#Wide.<init> constructor-parameters");
    }

    @Test
    void refusesCrowdedPackages() throws IOException {
        for (int at = 0; at < 16; at++) {
            write(TEST + "T" + at + ".java", "package app;\nclass T" + at + " {}\n");
        }
        for (int at = 0; at < 15; at++) {
            write(MAIN + "M" + at + ".java", "package app;\nclass M" + at + " {}\n");
        }

        assertThat(keys()).containsExactly("app/src/test/java/app package-files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clock: java.time.Instant.now()",
                "clock: Instant.now()",
                "clock: LocalDate.now(zone)",
                "clock: run(OffsetDateTime::now)",
                "clock: System.currentTimeMillis()",
                "clock: run(System::currentTimeMillis)",
                "clock: Clock.systemUTC()",
                "clock: InstantSource.system()",
                "clock: new Date()",
                "random-id: UUID.randomUUID()",
                "random-id: run(java.util.UUID::randomUUID)",
                "sleep: Thread.sleep(1)",
                "sleep: TimeUnit.SECONDS.sleep(1)",
                "console: System.out.println()",
                "console: run(System.err)",
                "stack-trace: problem.printStackTrace()",
            })
    void refusesBannedCalls(String ruleAndCall) throws IOException {
        String[] parts = ruleAndCall.split(": ");
        write(MAIN + "Calls.java", "package app;\nclass Calls { Object it = " + parts[1] + "; }\n");

        assertThat(keys()).containsExactly(MAIN + "Calls.java " + parts[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clock: static java.time.Instant.now",
                "mockito: org.mockito.Mockito",
                "mockito: static org.mockito.Mockito.*",
                "mockito: org.springframework.test.context.bean.override.mockito.MockitoBean",
                "lombok: lombok.Data",
            })
    void refusesBannedImports(String ruleAndImport) throws IOException {
        String[] parts = ruleAndImport.split(": ");
        write(TEST + "Calls.java", "package app;\nimport " + parts[1] + ";\nclass Calls {}\n");

        assertThat(keys()).containsExactly(TEST + "Calls.java " + parts[0]);
    }

    @Test
    void allowsCallsWhereTheyAreAtHome() throws IOException {
        String main = "server/src/main/java/dev/holdfast/server/";
        write(main + "package-info.java", "/** The program. */\n@NullMarked\npackage dev.holdfast.server;\n");
        write(main + "Main.java", "package dev.holdfast.server;\nclass Main { Object out = System.out; }\n");
        write(main + "Other.java", "package dev.holdfast.server;\nclass Other { Object out = System.out; }\n");

        assertThat(keys()).containsExactly(main + "Other.java console");
    }

    @Test
    void refusesSuppressionsWithoutReason() throws IOException {
        write(MAIN + "Quiet.java", "package app;\n@SuppressWarnings(\"unchecked\")\nclass Quiet {}\n");

        assertThat(keys()).containsExactly(MAIN + "Quiet.java unexplained-suppression");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"select a from b where c = \" + c",
                "FIND + \" where c = :c\"",
                "\"\"\"\n  select a from %s\"\"\".formatted(table)",
                "String.format(\"delete from %s\", table)",
                "new StringBuilder().append(\" order by \").append(column)",
            })
    void refusesGluedSql(String expression) throws IOException {
        write(MAIN + "ThingStore.java", "package app;\nclass ThingStore { Object sql = " + expression + "; }\n");

        assertThat(keys()).containsExactly(MAIN + "ThingStore.java glued-sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThingImpl", "ThingManager", "ThingHelper", "ThingUtil", "ThingUtils", "ThingDto"})
    void refusesEmptyNames(String name) throws IOException {
        write(MAIN + "Thing.java", "package app;\nclass Thing { static class " + name + " {} }\n");

        assertThat(keys()).containsExactly(MAIN + "Thing.java#" + name + " type-name");
    }

    @Test
    void refusesPackagesWithoutDescription() throws IOException {
        write("app/src/main/java/bare/Bare.java", "package bare;\nclass Bare {}\n");
        write("app/src/main/java/wordless/package-info.java", "@NullMarked\npackage wordless;\n");
        write("app/src/main/java/unmarked/package-info.java", "/** It has a sentence. */\npackage unmarked;\n");

        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "app/src/main/java/bare package-info",
                        "app/src/main/java/wordless package-info",
                        "app/src/main/java/unmarked package-info");
    }

    @Test
    void refusesPromisesAddressesAndMachinePathsAnywhere() throws IOException {
        write("web/page.ts", "// TO" + "DO later\n");
        write("deploy/Dockerfile", "RUN curl https://repo1." + "maven.org/x\n");
        write("web/package-lock.json", "\"https://registry." + "npmjs.org/x\"\n");
        write("docs/how.md", "Look into `/wo" + "rk/main` or /tm" + "p/report, not into ./work/main.\n");
        write("app/target/built.txt", "TO" + "DO\n");

        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "web/page.ts promise",
                        "deploy/Dockerfile registry-host",
                        "web/package-lock.json registry-host",
                        "docs/how.md machine-path");
    }

    @Test
    void refusesSourcesThatDoNotParse() throws IOException {
        write(MAIN + "Broken.java", "package app; class Broken {");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Tidy.findings(root))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Broken.java");
    }

    @Test
    void readsTheRatchetBesideTheRepository() throws IOException {
        write(MAIN + "Quiet.java", "package app;\nclass Quiet { Object it = Instant.now(); }\n");
        Path ratchet = root.resolve("ratchet.txt");
        assertThat(Tidy.violations(root, ratchet)).hasSize(1);

        Files.writeString(ratchet, "# known\n" + MAIN + "Quiet.java clock 1\n");
        assertThat(Tidy.violations(root, ratchet)).isEmpty();
    }

    private List<String> keys() {
        return Tidy.findings(root).stream().map(Finding::key).distinct().toList();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
