package dev.holdfast.platform.changes.stream;

import java.util.List;
import java.util.UUID;

/** What a stream says. */
sealed interface StreamEvent {

    /** A space's feed grew. */
    record Changed(UUID spaceId, long head) implements StreamEvent {}

    /** The account's memberships changed. */
    record Spaces(List<UUID> gained, List<UUID> lost) implements StreamEvent {}

    /** The server ends the stream. */
    record Bye(String reason) implements StreamEvent {}
}
