package dev.holdfast.platform.http;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;

/** Turns a credential into an actor; implemented by identity. */
public interface Authentication {

    /**
     * The actor behind a bearer token. Throws UNAUTHENTICATED when it is expired, tampered with, of another issuer or
     * audience, or of no kind that is known; the detail never says which part of the check failed.
     *
     * @param bearer the token without the word {@code Bearer}, at most 8 kB
     */
    Actor authenticate(String bearer, Origin origin);
}
