package dev.holdfast.testkit.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/** Runs a compiler with the arguments of the root pom over tiny sources, each of which one of its gates must refuse. */
class CompilerGatesTest {
    private static final String MARKED = "/** Marked. */ @org.jspecify.annotations.NullMarked package sample;\n";

    @TempDir
    Path folder;

    @Test
    void acceptsSourceWithoutFault() throws Exception {
        Outcome outcome = compile("class Sample { int length(String text) { return text.length(); } }");

        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @Test
    void refusesWhatIsOnlyAWarningToTheCompiler() throws Exception {
        Outcome outcome = compile("class Sample { java.util.List names = java.util.List.of(); }");

        assertThat(outcome.output()).contains("[rawtypes]").contains("-Werror");
        assertThat(outcome.code()).isNotZero();
    }

    @Test
    void refusesNullAndWhatErrorProneKnows() throws Exception {
        Outcome outcome = compile("""
                class Sample {
                    String name() { return null; }
                    boolean same(Integer one, Integer other) { return one == other; }
                    void run(java.util.concurrent.ExecutorService pool) { pool.submit(() -> 1); }
                    void leave() { int leftover = 1; }
                    String low(String text) { return text.toLowerCase(); }
                    public String toString() { return ""; }
                }
                """);

        assertThat(outcome.output())
                .contains("error: [NullAway]")
                .contains("error: [ReferenceEquality]")
                .contains("error: [FutureReturnValueIgnored]")
                .contains("error: [UnusedVariable]")
                .contains("error: [StringCaseLocaleUsage]")
                .contains("error: [MissingOverride]");
        assertThat(outcome.code()).isNotZero();
    }

    private Outcome compile(String source) throws Exception {
        Map<String, String> sources = Map.of("package-info.java", MARKED, "Sample.java", "package sample;\n" + source);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        command.addAll(argumentsOfRootPom());
        String classPath = System.getProperty("java.class.path");
        command.addAll(List.of("-proc:none", "-d", folder.resolve("out").toString()));
        command.addAll(List.of("-classpath", jarsOf(classPath, "jspecify"), "-processorpath", classPath));
        for (Map.Entry<String, String> each : sources.entrySet()) {
            command.add(write(each.getKey(), each.getValue()).toString());
        }
        return run(command);
    }

    private Path write(String name, String text) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sample"));
        return Files.writeString(sources.resolve(name), text);
    }

    private Outcome run(List<String> command) throws Exception {
        Path log = folder.resolve("javac.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    }

    private static String jarsOf(String classPath, String part) {
        return List.of(classPath.split(java.io.File.pathSeparator)).stream()
                .filter(path -> path.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> argumentsOfRootPom() throws Exception {
        Path pom = Path.of(System.getProperty("holdfast.root"), "pom.xml");
        NodeList arguments = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getElementsByTagName("arg");
        return IntStream.range(0, arguments.getLength())
                .mapToObj(at -> arguments.item(at).getTextContent())
                .toList();
    }

    private record Outcome(int code, String output) {}
}
