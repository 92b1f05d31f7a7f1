package dev.holdfast.documents.workspace;

import dev.holdfast.platform.spaces.Space;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A workspace as its routes answer it.
 *
 * @param role the reader's role: {@code owner}, {@code member}, {@code editor} or {@code viewer}
 * @param aiMode whether the browser speaks to AI providers with a key of its own ({@code byo}) or the server does ({@code proxy})
 */
public record Workspace(UUID id, String name, String role, String aiMode, Instant createdAt, Instant updatedAt) {
    /** The browser speaks to the provider itself, with a key that never comes here. */
    public static final String BYO = "byo";

    /** The server speaks to the provider. */
    public static final String PROXY = "proxy";

    static final List<String> AI_MODES = List.of(BYO, PROXY);
    static final String AI_MODE = "aiMode";

    static Workspace of(Space space) {
        return new Workspace(
                space.id(),
                space.name(),
                space.role(),
                space.settings().getOrDefault(AI_MODE, BYO).toString(),
                space.createdAt(),
                space.updatedAt());
    }
}
