package dev.holdfast.platform.spaces;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of inviting somebody.
 *
 * @param member the new member; null while the invitation waits
 * @param id the waiting invitation; null when the account is a member at once
 */
public record Invitation(
        @Nullable Member member,
        @Nullable UUID id,
        String email,
        String role,
        @Nullable Instant expiresAt) {

    /** Whether it waits for somebody to open the link that was mailed. */
    public boolean pending() {
        return member == null;
    }
}
