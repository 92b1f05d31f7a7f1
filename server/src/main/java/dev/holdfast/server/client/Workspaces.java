package dev.holdfast.server.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The workspaces that the client's account sees. */
public final class Workspaces {
    private static final int PAGE = 200;

    private final HoldfastClient client;

    public Workspaces(HoldfastClient client) {
        this.client = client;
    }

    /** A workspace. */
    public record Workspace(UUID id, String name) {}

    /**
     * The workspace of that name, or of that id; empty when there is none.
     *
     * @throws ClientFailure when several have the name
     */
    public Optional<Workspace> named(String name) {
        List<Workspace> found = new ArrayList<>();
        each("api/workspaces", item -> {
            Workspace workspace = of(item);
            if (workspace.name().equals(name) || workspace.id().toString().equals(name)) {
                found.add(workspace);
            }
        });
        if (found.size() > 1) {
            throw new ClientFailure("There are " + found.size() + " workspaces called '" + name
                    + "'. Give the id of the one you mean: "
                    + String.join(
                            ", ", found.stream().map(one -> one.id().toString()).toList()));
        }
        return found.stream().findFirst();
    }

    /** The workspace of that name, made when there is none. */
    public Workspace namedOrNew(String name) {
        return named(name)
                .orElseGet(() -> of(client.post("api/workspaces", Map.of("name", name))
                        .orFail("The workspace '" + name + "' can't be made")
                        .json()));
    }

    /** Hands over each item of a list, page by page. */
    public void each(String path, Consumer<JsonNode> consumer) {
        String cursor = null;
        do {
            JsonNode page = client.get(path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE + after(cursor))
                    .orFail("The list " + path + " can't be read")
                    .json();
            if (!page.path("items").isArray()) {
                throw new ClientFailure(Answer.FOREIGN);
            }
            page.path("items").forEach(consumer);
            cursor =
                    page.path("nextCursor").isString() ? page.path("nextCursor").asString() : null;
        } while (cursor != null);
    }

    private static String after(@Nullable String cursor) {
        return cursor == null ? "" : "&cursor=" + cursor;
    }

    private static Workspace of(JsonNode json) {
        return new Workspace(
                UUID.fromString(json.path("id").asString("")), json.path("name").asString(""));
    }
}
