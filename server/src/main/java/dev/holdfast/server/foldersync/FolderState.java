package dev.holdfast.server.foldersync;

import dev.holdfast.server.client.ClientFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is remembered between runs (docs/formats/folder-state.md). */
final class FolderState {
    private static final int FORMAT = 1;
    private static final String DOCUMENT = "document";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private String server = "";
    private @Nullable UUID workspace;
    private String workspaceName = "";
    private @Nullable String cursor;
    private @Nullable Set<String> named;
    private final Map<UUID, Base> agreed = new TreeMap<>();
    private final Map<String, Known> records = new TreeMap<>();
    private final Map<String, Sent> sent = new TreeMap<>();

    /** A live record of the workspace; title and contentType are empty for what is no document. */
    record Known(long version, String etag, String title, String contentType) {}

    /** A new file that was on its way: the id that its document got, and the hash of what was sent. */
    record Sent(UUID id, String hash) {}

    private FolderState(Path file) {
        this.file = file;
    }

    /** Reads the state; an empty one where there is none. */
    static FolderState read(Path file) throws IOException {
        FolderState state = new FolderState(file);
        if (Files.exists(file)) {
            try {
                state.take(JSON.readTree(Files.readAllBytes(file)));
            } catch (JacksonException | IllegalArgumentException e) {
                throw new ClientFailure(
                        file
                                + " can't be read. Move the folder .holdfast away and start again: no document is lost by that.",
                        e);
            }
        }
        return state;
    }

    /** Binds the folder to a workspace. Throws {@link ClientFailure} when it is bound to another. */
    void bind(String toServer, UUID toWorkspace, String name) {
        if (workspace != null && !(workspace.equals(toWorkspace) && server.equals(toServer))) {
            throw boundElsewhere("'" + name + "' of " + toServer);
        }
        server = toServer;
        workspace = toWorkspace;
        workspaceName = name;
    }

    /** Why the folder isn't kept in step with another workspace. */
    ClientFailure boundElsewhere(String wanted) {
        return new ClientFailure("The folder is kept in step with the workspace '" + workspaceName + "' of " + server
                + ", not with " + wanted + ". Move its folder .holdfast away to bind it anew.");
    }

    @Nullable
    UUID workspace() {
        return workspace;
    }

    String workspaceName() {
        return workspaceName;
    }

    Map<UUID, Base> agreed() {
        return agreed;
    }

    /** New files whose sending nobody has confirmed, by path. */
    Map<String, Sent> sent() {
        return sent;
    }

    /** Files that arrived though nobody confirmed it are agreed on as they were sent. */
    void confirmSent() {
        sent.entrySet().removeIf(each -> {
            UUID id = each.getValue().id();
            boolean there = records.containsKey(DOCUMENT + "|" + id);
            if (there) {
                agreed.putIfAbsent(
                        id,
                        new Base(each.getKey(), each.getKey(), each.getValue().hash()));
            }
            return there;
        });
    }

    Map<String, Known> records() {
        return records;
    }

    @Nullable
    String cursor() {
        return cursor;
    }

    /** The workspace's documents by id. */
    Map<UUID, Remote> documents() {
        Map<UUID, Remote> documents = new HashMap<>();
        records.forEach((key, known) -> {
            if (key.startsWith(DOCUMENT + "|")) {
                documents.put(
                        UUID.fromString(key.substring(DOCUMENT.length() + 1)),
                        new Remote(known.title(), known.contentType(), known.etag(), known.version()));
            }
        });
        return documents;
    }

    /** From now until {@link #lastPage} each record must be named, or it is gone. */
    void beginResync() {
        named = new HashSet<>();
    }

    void put(String entity, String id, Known known) {
        records.put(entity + "|" + id, known);
        name(entity, id);
    }

    void remove(String entity, String id) {
        records.remove(entity + "|" + id);
        name(entity, id);
    }

    void advance(String to) {
        cursor = to;
    }

    /** A page was the last one: what a resync didn't name is gone. */
    void lastPage() {
        Set<String> there = named;
        if (there != null) {
            records.keySet().retainAll(there);
            named = null;
        }
    }

    /** Forgets all that was pulled; what was agreed on stays. */
    void startOver() {
        cursor = null;
        named = null;
        records.clear();
    }

    /** Writes the state so that a crash leaves the old one or this one. */
    void write() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(json()));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void name(String entity, String id) {
        if (named != null) {
            named.add(entity + "|" + id);
        }
    }

    private ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("server", server);
        json.put("workspaceId", String.valueOf(workspace)).put("workspace", workspaceName);
        if (cursor != null) {
            json.put("cursor", cursor);
        }
        if (named != null) {
            named.forEach(json.putArray("resync")::add);
        }
        ObjectNode bases = json.putObject("agreed");
        agreed.forEach((id, base) -> bases.putObject(id.toString())
                .put("path", base.path())
                .put("title", base.title())
                .put("hash", base.hash()));
        ObjectNode under = json.putObject("sent");
        sent.forEach((path, one) ->
                under.putObject(path).put("id", one.id().toString()).put("hash", one.hash()));
        ObjectNode live = json.putObject("records");
        records.forEach((key, known) -> {
            ObjectNode one = live.putObject(key).put("version", known.version()).put("etag", known.etag());
            if (!known.contentType().isEmpty()) {
                one.put("title", known.title()).put("contentType", known.contentType());
            }
        });
        return json;
    }

    private void take(JsonNode json) {
        if (json.path("format").asInt(0) != FORMAT) {
            throw new ClientFailure(
                    file + " has the format " + json.path("format") + ", this program knows " + FORMAT + ".");
        }
        server = json.path("server").asString("");
        workspace = UUID.fromString(json.path("workspaceId").asString(""));
        workspaceName = json.path("workspace").asString("");
        cursor = json.path("cursor").isString() ? json.path("cursor").asString() : null;
        if (json.path("resync").isArray()) {
            beginResync();
            json.path("resync").forEach(key -> {
                if (named != null) {
                    named.add(key.asString(""));
                }
            });
        }
        json.path("agreed")
                .forEachEntry((id, base) -> agreed.put(
                        UUID.fromString(id),
                        new Base(
                                base.path("path").asString(""),
                                base.path("title").asString(""),
                                base.path("hash").asString(""))));
        json.path("sent")
                .forEachEntry((path, one) -> sent.put(
                        path,
                        new Sent(
                                UUID.fromString(one.path("id").asString("")),
                                one.path("hash").asString(""))));
        json.path("records")
                .forEachEntry((key, known) -> records.put(
                        key,
                        new Known(
                                known.path("version").asLong(0),
                                known.path("etag").asString(""),
                                known.path("title").asString(""),
                                known.path("contentType").asString(""))));
    }
}
