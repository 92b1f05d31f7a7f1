package dev.holdfast.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Twelve thousand real files and two histories of sixty states, through the commands, there and back. */
class CorpusTest {
    private static final Path CORPUS = Path.of(System.getProperty("holdfast.root", "."), "../shared/data/documents");
    private static final List<String> CHAINS = List.of("til-README", "fpb-subjects");
    private static final String WORKSPACE = "corpus";
    private static final String COPY = "copy of the corpus";

    private final CommandLineUser user = CommandLineUser.fresh();

    @TempDir
    Path folder;

    @Test
    void theCorpusComesBackByteForByte() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(CORPUS), "there is no " + CORPUS);
        killedInTheMiddle();
        String rest = user.must("import", "markdown", CORPUS.toString(), "--workspace", WORKSPACE);
        assertThat(rest).contains(" 0 failed").doesNotContain(" 0 there already");

        user.must("import", "markdown", CORPUS.resolve("versions").toString(), "--versions", "--workspace", WORKSPACE);
        assertThat(user.must(
                        "import",
                        "markdown",
                        CORPUS.resolve("versions").toString(),
                        "--versions",
                        "--workspace",
                        WORKSPACE))
                .contains("0 documents created, 0 replaced, 2 there already");
        Map<String, Path> sources = sources();
        for (String chain : CHAINS) {
            everyStateCanBeRead(chain, sources);
        }

        Path zip = folder.resolve("corpus.zip");
        user.must("export", "workspace", WORKSPACE, "--to", zip.toString());
        Unzipped exported = Unzipped.of(zip);
        Map<String, String> wanted = new TreeMap<>();
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            wanted.put(source.getKey(), Hashes.of(source.getValue()));
        }
        assertThat(new TreeMap<>(exported.files())).isEqualTo(wanted);

        user.must("import", "archive", zip.toString(), "--workspace", COPY);
        Path again = folder.resolve("again.zip");
        user.must("export", "workspace", COPY, "--to", again.toString());
        Unzipped copied = Unzipped.of(again);
        assertThat(copied.hashes()).isEqualTo(exported.hashes());
        assertThat(copied.state()).isEqualTo(exported.state());
    }

    /** Begins the import in a process of its own and ends that when some of it has arrived. */
    private void killedInTheMiddle() throws IOException, InterruptedException {
        Process first = user.process("import", "markdown", CORPUS.toString(), "--workspace", WORKSPACE)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("first.log").toFile())
                .start();
        try {
            Eventually.holds("some of the corpus has arrived", this::someArrived);
        } finally {
            first.destroyForcibly();
            assertThat(first.waitFor()).isNotZero();
        }
    }

    private boolean someArrived() {
        JsonNode workspaces = user.client().get("api/workspaces").json().path("items");
        return !workspaces.isEmpty()
                && !user.client()
                        .get("api/workspaces/" + workspaces.get(0).path("id").asString("") + "/documents?limit=1")
                        .json()
                        .path("items")
                        .isEmpty();
    }

    /** All files of the corpus by the titles that they must get; where a history ends, its last state. */
    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        try (Stream<Path> all = Files.walk(CORPUS)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> sources.put(CORPUS.relativize(file).toString(), file));
        }
        for (String chain : CHAINS) {
            List<Path> states = states(chain);
            sources.put(manifest(chain).path("path").asString(""), states.getLast());
        }
        return sources;
    }

    private void everyStateCanBeRead(String chain, Map<String, Path> sources) throws IOException {
        String title = manifest(chain).path("path").asString("");
        String id = document(title);
        List<String> kept = new ArrayList<>();
        for (JsonNode version : user.client()
                .get("api/documents/" + id + "/versions?limit=200")
                .json()
                .path("items")) {
            if (version.path("kind").asString("").equals("snapshot")) {
                String content = user.client()
                        .get("api/documents/" + id + "/versions/"
                                + version.path("id").asString(""))
                        .json()
                        .path("content")
                        .asString("");
                kept.addFirst(Hashes.of(content));
            }
        }
        List<String> wanted = new ArrayList<>();
        for (Path state : states(chain)) {
            wanted.add(Hashes.of(state));
        }
        assertThat(wanted).hasSize(60);
        assertThat(kept).as(title).isEqualTo(wanted);
        assertThat(sources).containsKey(title);
    }

    private String document(String title) {
        return DocumentIds.of(java.util.UUID.fromString(user.workspace(WORKSPACE)), title)
                .toString();
    }

    private static List<Path> states(String chain) throws IOException {
        List<Path> states = new ArrayList<>();
        for (JsonNode version : manifest(chain).path("versions")) {
            states.add(CORPUS.resolve("versions")
                    .resolve(chain)
                    .resolve(version.path("file").asString("")));
        }
        return states;
    }

    private static JsonNode manifest(String chain) throws IOException {
        return TestClient.JSON.readTree(
                Files.readAllBytes(CORPUS.resolve("versions").resolve(chain).resolve("manifest.json")));
    }
}
