package dev.holdfast.server.transfer;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Ids of imported documents: the same file of the same workspace always gets the same, so that an import can be given again. */
final class DocumentIds {
    private DocumentIds() {}

    /** The name-based UUID (RFC 9562, version 5) of the path in the workspace's namespace. */
    static UUID of(UUID workspace, String path) {
        return UuidCreator.getNameBasedSha1(workspace, path);
    }
}
