package dev.holdfast.platform;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and how they came in. Only {@code identity} makes actors from credentials; nothing else knows tokens.
 *
 * @param kind how the actor came in
 * @param account the account that acts; null for {@link Kind#ANONYMOUS} and {@link Kind#SYSTEM}
 * @param session the session that must still stand when a transaction opens; null where there is none
 * @param scopes what an API key or an outside token may do; empty means all that the account may
 * @param onlySpace the one space that an API key is bound to; null means all of the account's
 * @param origin where the request came from
 */
public record Actor(
        Kind kind,
        @Nullable UUID account,
        @Nullable UUID session,
        Set<String> scopes,
        @Nullable UUID onlySpace,
        Origin origin) {

    /** How an actor came in. */
    public enum Kind {
        /** Nobody in particular: routes that need no account. */
        ANONYMOUS,
        /** A person with a session of ours. */
        SESSION,
        /** A machine with an API key. */
        API_KEY,
        /** A person whose token an outside issuer signed. */
        EXTERNAL,
        /** The program itself: jobs, sign-in before the account is known. Sees every space. */
        SYSTEM
    }

    public Actor {
        scopes = Set.copyOf(scopes);
    }

    /** Nobody in particular. */
    public static Actor anonymous(Origin origin) {
        return new Actor(Kind.ANONYMOUS, null, null, Set.of(), null, origin);
    }

    /** A person with a session of ours. */
    public static Actor session(UUID account, UUID session, Origin origin) {
        return new Actor(Kind.SESSION, account, session, Set.of(), null, origin);
    }

    /** The program itself, under the name of the part that acts, e.g. {@code "collector"}. */
    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, null, null, Set.of(), null, new Origin("", "holdfast/" + part, ""));
    }

    /** The account that acts. Throws UNAUTHENTICATED when there is none. */
    public UUID requireAccount() {
        if (account == null) {
            throw new Problem(Code.UNAUTHENTICATED, "Sign in first.");
        }
        return account;
    }

    /** The account that acts on what is the person's alone. Throws UNAUTHENTICATED, FORBIDDEN for a key that is bound to a space. */
    public UUID requirePerson() {
        if (onlySpace != null) {
            throw new Problem(Code.FORBIDDEN, "This API key is bound to a space; this belongs to the person alone.");
        }
        return requireAccount();
    }

    /** Whether the actor's credential carries the scope; credentials without scopes carry all. */
    public boolean allows(String scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }
}
