package dev.holdfast.server.foldersync;

import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.transfer.Hashes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Brings the state up to the workspace's feed; contents that no file holds yet wait in {@code incoming/}. */
final class WorkspacePull {
    private static final int PAGE = 500;

    private final HoldfastClient client;
    private final FolderState state;
    private final UUID workspace;
    private final Path incoming;

    WorkspacePull(HoldfastClient client, FolderState state, UUID workspace, Path home) {
        this.client = client;
        this.state = state;
        this.workspace = workspace;
        this.incoming = home.resolve("incoming");
    }

    /** Pulls to the end. Throws {@link ClientFailure} when the server or the workspace can't be reached. */
    void run() throws IOException {
        Files.createDirectories(incoming);
        JsonNode last = toTheEnd();
        if (!agrees(last)) {
            state.startOver();
            last = toTheEnd();
            if (!agrees(last)) {
                throw new ClientFailure(
                        "What the server sends doesn't fit its own checksum; nothing was changed. Please report this.");
            }
        }
    }

    /** A document's content as it was pulled, or fetched where it wasn't kept. */
    String content(UUID id, String hash) throws IOException {
        Path kept = incoming.resolve(id.toString());
        if (Files.exists(kept)) {
            String content = Files.readString(kept, StandardCharsets.UTF_8);
            if (Hashes.of(content).equals(hash)) {
                return content;
            }
        }
        return client.get("api/documents/" + id)
                .orFail("The document " + id + " can't be read")
                .json()
                .path("content")
                .asString("");
    }

    /** A document's content is in its file. */
    void taken(UUID id) throws IOException {
        Files.deleteIfExists(incoming.resolve(id.toString()));
    }

    private JsonNode toTheEnd() throws IOException {
        while (true) {
            JsonNode page = page();
            for (JsonNode space : page.path("resync")) {
                if (space.asString("").equals(workspace.toString())) {
                    state.beginResync();
                }
            }
            for (JsonNode change : page.path("changes")) {
                take(change);
            }
            state.advance(page.path("cursor").asString(""));
            boolean more = page.path("hasMore").asBoolean(false);
            if (!more) {
                state.lastPage();
            }
            state.write();
            if (!more) {
                return page;
            }
        }
    }

    private JsonNode page() {
        Map<String, Object> question = new LinkedHashMap<>(
                Map.of("limit", PAGE, "apps", List.of("documents"), "spaces", List.of(workspace.toString())));
        String cursor = state.cursor();
        if (cursor != null) {
            question.put("cursor", cursor);
        }
        var answer = client.post("api/sync/since", question);
        if (answer.code().startsWith("CURSOR_")) {
            state.startOver();
            question.remove("cursor");
            answer = client.post("api/sync/since", question);
        }
        return answer.orFail("The workspace can't be pulled").json();
    }

    private void take(JsonNode change) throws IOException {
        String entity = change.path("entity").asString("");
        String id = change.path("id").asString("");
        boolean upsert = change.path("op").asString("").equals("upsert");
        if (entity.equals("space") && !upsert) {
            throw new ClientFailure("The workspace '" + state.workspaceName()
                    + "' is gone, or you are no member of it any more. The files stay as they are.");
        }
        if (!upsert) {
            state.remove(entity, id);
            return;
        }
        JsonNode data = change.path("data");
        String etag = change.path("etag").asString("");
        boolean document = entity.equals("document");
        state.put(
                entity,
                id,
                new FolderState.Known(
                        change.path("version").asLong(0),
                        etag,
                        document ? data.path("title").asString("") : "",
                        document ? data.path("contentType").asString("text/markdown") : ""));
        if (document && data.path("content").isString()) {
            Base base = state.agreed().get(UUID.fromString(id));
            if (base == null || !base.hash().equals(etag)) {
                Files.writeString(incoming.resolve(id), data.path("content").asString(), StandardCharsets.UTF_8);
            }
        }
    }

    /** The checksum of docs/formats/change-feed.md over what is held. */
    private boolean agrees(JsonNode last) {
        for (JsonNode space : last.path("spaces")) {
            if (space.path("spaceId").asString("").equals(workspace.toString())) {
                BigInteger sum = BigInteger.ZERO;
                for (Map.Entry<String, FolderState.Known> one : state.records().entrySet()) {
                    FolderState.Known known = one.getValue();
                    sum = sum.xor(
                            new BigInteger(Hashes.of(one.getKey() + "|" + known.version() + "|" + known.etag()), 16));
                }
                byte[] bytes = new byte[32];
                byte[] digits = sum.toByteArray();
                int from = Math.max(0, digits.length - bytes.length);
                System.arraycopy(digits, from, bytes, bytes.length - digits.length + from, digits.length - from);
                return HexFormat.of()
                        .formatHex(bytes)
                        .equals(space.path("checksum").asString(""));
            }
        }
        return true;
    }
}
