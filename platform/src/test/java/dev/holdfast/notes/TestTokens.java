package dev.holdfast.notes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Authentication;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Takes {@code <account>} and {@code <account>.<session>} as tokens, until they expire by a test's word. */
public final class TestTokens implements Authentication {
    private final Set<String> expired = ConcurrentHashMap.newKeySet();

    /** Lets a token expire. */
    public void expire(String token) {
        expired.add(token);
    }

    @Override
    public Actor authenticate(String bearer, Origin origin) {
        if (expired.contains(bearer)) {
            throw new Problem(Code.UNAUTHENTICATED, "Sign in again.");
        }
        String[] parts = bearer.split("\\.");
        UUID account = UUID.fromString(parts[0]);
        if (parts.length > 1) {
            return Actor.session(account, UUID.fromString(parts[1]), origin);
        }
        return new Actor(Actor.Kind.EXTERNAL, account, null, Set.of(), null, origin);
    }
}
