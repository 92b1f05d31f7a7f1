package dev.holdfast.platform.blobs;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose quota a blob counts against, and who may see it: the members of a space, or one account.
 *
 * @param space the space; null when an account owns it
 * @param account the account; null when a space owns it
 */
public record BlobOwner(@Nullable UUID space, @Nullable UUID account) {

    public BlobOwner {
        if ((space == null) == (account == null)) {
            throw new IllegalArgumentException("a blob is a space's or an account's");
        }
    }

    /** A space's. */
    public static BlobOwner space(UUID space) {
        return new BlobOwner(space, null);
    }

    /** An account's own. */
    public static BlobOwner account(UUID account) {
        return new BlobOwner(null, account);
    }

    UUID id() {
        return space == null ? Objects.requireNonNull(account) : space;
    }
}
