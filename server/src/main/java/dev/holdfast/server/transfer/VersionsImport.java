package dev.holdfast.server.transfer;

import dev.holdfast.documents.folder.Titles;
import dev.holdfast.server.client.Answer;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Workspaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a file's successive states into a workspace: a folder with {@code manifest.json}, {@code {path, versions: [{file}]}}, becomes
 * one document titled {@code path}, each state a snapshot among its versions, the last one current. Given again, it goes on behind the
 * snapshots that are there.
 */
public final class VersionsImport {
    private static final String MANIFEST = "manifest.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HoldfastClient client;
    private final Workspaces.Workspace workspace;
    private final Report report = new Report();

    public VersionsImport(HoldfastClient client, Workspaces.Workspace workspace) {
        this.client = client;
        this.workspace = workspace;
    }

    /** Imports a folder of versions, or each of the folders of versions that a folder holds. */
    public Report run(Path folder, PrintWriter out, boolean terminal) throws IOException {
        List<Path> chains = chains(folder);
        if (chains.isEmpty()) {
            throw new ClientFailure(
                    folder + " holds no " + MANIFEST + ", nor does a folder in it: it is no folder of versions.");
        }
        for (Path chain : chains) {
            one(chain, out, terminal);
        }
        return report;
    }

    private static List<Path> chains(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(MANIFEST))) {
            return List.of(folder);
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(each -> Files.isRegularFile(each.resolve(MANIFEST)))
                    .sorted()
                    .toList();
        }
    }

    private void one(Path chain, PrintWriter out, boolean terminal) throws IOException {
        JsonNode manifest = manifest(chain);
        String title = manifest.path("path").asString("");
        List<String> states = new ArrayList<>();
        for (JsonNode version : manifest.path("versions")) {
            states.add(text(chain, version.path("file").asString("")));
        }
        if (title.isEmpty() || states.isEmpty()) {
            throw new ClientFailure(chain.resolve(MANIFEST) + " names no path, or no versions.");
        }
        Titles.check(title);
        Progress progress = new Progress(out, terminal, "Importing versions of " + title, states.size());
        UUID id = DocumentIds.of(workspace.id(), title);
        try {
            int there = there(id, title, states);
            if (there == states.size()) {
                report.unchanged();
            }
            progress.add(there);
            String current = there == 0 ? "" : Hashes.of(states.get(there - 1));
            for (String state : states.subList(there, states.size())) {
                current = keep(id, title, state, current);
                progress.add(1);
            }
        } catch (ClientFailure e) {
            if (e.unreachable()) {
                throw e;
            }
            report.fail(title, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode manifest(Path chain) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(chain.resolve(MANIFEST)));
        } catch (JacksonException e) {
            throw new ClientFailure(chain.resolve(MANIFEST) + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(Path chain, String name) throws IOException {
        Path whole = chain.toAbsolutePath().normalize();
        Path file = whole.resolve(name).normalize();
        if (!file.startsWith(whole)) {
            throw new ClientFailure(chain.resolve(MANIFEST) + " names a file outside of its folder: " + name);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ClientFailure(file + " isn't UTF-8.", e);
        }
    }

    /** How many of the states are snapshots already. Throws when the document's history is another. */
    private int there(UUID id, String title, List<String> states) {
        Answer document = client.get("api/documents/" + id);
        if (document.status() == 404) {
            return 0;
        }
        String current = document.orFail(title).json().path("contentEtag").asString("");
        List<String> snapshots = new ArrayList<>();
        new Workspaces(client).each("api/documents/" + id + "/versions", version -> {
            if (version.path("kind").asString("").equals("snapshot")) {
                snapshots.addFirst(version.path("contentEtag").asString(""));
            }
        });
        List<String> wanted = states.stream().map(Hashes::of).toList();
        boolean prefix = snapshots.size() <= wanted.size()
                && wanted.subList(0, snapshots.size()).equals(snapshots);
        boolean next = snapshots.size() < wanted.size() && current.equals(wanted.get(snapshots.size()));
        if (!prefix || !next && (snapshots.isEmpty() || !current.equals(snapshots.getLast()))) {
            throw new ClientFailure("the document has another history than the folder; it was left as it is");
        }
        return snapshots.size();
    }

    /** Makes a state the current one and keeps it as a snapshot; gives its etag. */
    private String keep(UUID id, String title, String state, String current) {
        String etag = Hashes.of(state);
        if (current.isEmpty()) {
            Map<String, Object> body = Map.of(
                    "id", id.toString(), "title", title, "content", state, "contentType", Titles.contentType(title));
            var unused = client.post("api/workspaces/" + workspace.id() + "/documents", body)
                    .orFail(title);
            report.created();
        } else if (!etag.equals(current)) {
            // A state that was put before an interrupted run ended equals what is there, which any If-Match may say
            // again.
            var unused = client.put(
                            "api/documents/" + id,
                            Map.of("title", title, "content", state),
                            Map.of("If-Match", '"' + current + '"'))
                    .orFail(title);
        }
        var unused = client.post("api/documents/" + id + "/versions", null).orFail(title);
        return etag;
    }
}
