package dev.holdfast.notes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;

/**
 * A text.
 *
 * @param revision how often it was written
 * @param etag SHA-256 of the text
 */
public record Note(
        UUID id,
        UUID spaceId,
        String text,
        long revision,
        String etag,
        @JsonIgnore boolean deleted) {}
