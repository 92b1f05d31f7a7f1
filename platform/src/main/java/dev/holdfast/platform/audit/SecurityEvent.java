package dev.holdfast.platform.audit;

import dev.holdfast.platform.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that looks like an attack, or was refused as one.
 *
 * @param type its fixed name, e.g. {@code refresh-token.reused}; at most 60 characters, a small closed set
 * @param actor who sent it
 * @param account whom it concerns, where that is known
 * @param space the space that it was aimed at, where that is known
 */
public record SecurityEvent(
        String type,
        Actor actor,
        @Nullable UUID account,
        @Nullable UUID space) {}
