package dev.holdfast.platform.identity.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its owner sees it.
 *
 * @param prefix how the key begins, so that its owner knows it again
 * @param spaceId the only space that it opens; null for all of its owner's
 * @param lastUsedAt when it was used last, to the minute
 * @param key the key itself, in the answer that makes it and never again
 */
record ApiKey(
        UUID id,
        String name,
        String prefix,
        List<String> scopes,
        @Nullable UUID spaceId,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

    @Override
    public String toString() {
        return "ApiKey[" + prefix + "…]";
    }
}
