package dev.holdfast.documents.live;

import dev.holdfast.platform.Fields;
import dev.holdfast.platform.http.openapi.Required;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A live state that was checked.
 *
 * @param epoch the history that it belongs to
 * @param state its bytes, opaque here
 */
public record LiveEdit(UUID epoch, byte[] state) {
    /** The greatest state, in bytes. */
    public static final int BYTES_MAX = 8 << 20;

    private static final int TEXT_LENGTH_MAX = (BYTES_MAX + 2) / 3 * 4;
    private static final UUID NO_EPOCH = new UUID(0, 0);
    private static final byte[] NO_STATE = {};

    /**
     * A live state as it is sent beside a content.
     *
     * @param epoch the epoch of the live state that this one goes on from
     * @param state a Yjs update (version 1) of the whole history, whose text is the content; base64, at most 8 MB decoded
     */
    public record Sent(
            @Required @Nullable String epoch,
            @Required @Nullable String state) {}

    /** Checks what somebody sent and notes in {@code fields} what is wrong with it. */
    public static LiveEdit check(Fields fields, @Nullable String epoch, @Nullable String state) {
        if (epoch == null) {
            fields.refuse("epoch", "is required");
        }
        UUID known = fields.optionalUuid("epoch", epoch);
        return new LiveEdit(known == null ? NO_EPOCH : known, bytes(fields, state));
    }

    private static byte[] bytes(Fields fields, @Nullable String state) {
        if (state == null || state.length() > TEXT_LENGTH_MAX) {
            fields.refuse(
                    "state", state == null ? "is required" : "must have at most " + BYTES_MAX + " bytes when decoded");
            return NO_STATE;
        }
        byte[] bytes = decoded(state);
        if (bytes.length == 0) {
            fields.refuse("state", "must be base64 with padding, and not empty");
        } else if (bytes.length > BYTES_MAX) {
            fields.refuse("state", "must have at most " + BYTES_MAX + " bytes when decoded, has " + bytes.length);
        }
        return bytes;
    }

    /** Java's decoder takes texts without padding and with spare bits that nobody wrote: those don't come back as they were. */
    private static byte[] decoded(String state) {
        try {
            byte[] bytes = Base64.getDecoder().decode(state);
            return Base64.getEncoder().encodeToString(bytes).equals(state) ? bytes : NO_STATE;
        } catch (IllegalArgumentException e) {
            return NO_STATE;
        }
    }
}
