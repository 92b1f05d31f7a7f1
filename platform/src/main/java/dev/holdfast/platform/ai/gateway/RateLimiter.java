package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Actor;

/** Says no when an actor asks too often. */
@FunctionalInterface
public interface RateLimiter {

    /**
     * Takes one request off what the actor may make under this name.
     *
     * @throws dev.holdfast.platform.Problem RATE_LIMITED with {@code Retry-After} when nothing is left
     */
    void take(Actor actor, String name);
}
