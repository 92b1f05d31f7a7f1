package dev.holdfast.platform.identity.passkey;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ceremony that was begun.
 *
 * @param account for whom a passkey is made; null when nobody is signed in
 * @param challenge what the authenticator must sign, 32 random bytes
 * @param userHandle as what the authenticator will know the account; null where no passkey is made
 * @param email the new account's address; null for none
 * @param displayName the new account's name; null for none
 */
record Ceremony(
        UUID id,
        Purpose purpose,
        @Nullable UUID account,
        byte[] challenge,
        byte @Nullable [] userHandle,
        @Nullable String email,
        @Nullable String displayName) {

    /** What a ceremony is for. One begun for one end doesn't serve another. */
    enum Purpose {
        SIGNUP,
        REGISTER,
        LOGIN
    }
}
