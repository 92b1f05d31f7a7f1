package dev.holdfast.platform.http;

/**
 * Counts what one account, address or other key may do in a time. Limits are token buckets with a name, declared as
 * {@link RateLimit} beans; their numbers are settings ({@code holdfast.limit.rates.<name>}). All nodes count together when a
 * shared store is set; where that store can't be reached, each node counts for itself. With {@code holdfast.limits=off}
 * nothing is counted.
 *
 * <p>Call it before a transaction is opened: it throws IllegalStateException inside of one, because a shared store would
 * take a second connection while the first is held. A limit that wasn't declared is an IllegalArgumentException.
 */
public interface RateLimits {

    /**
     * Takes one token. Throws RATE_LIMITED with {@code Retry-After} when there is none; nothing is taken then. Inside an HTTP
     * request the answer gets the {@code RateLimit-*} headers of the limit that is nearest to refusing.
     *
     * @param limit the limit's name, e.g. {@code login}
     * @param key whose bucket, at most 300 characters, e.g. an address, an account's id, an e-mail in lower case
     */
    void take(String limit, String key);

    /** Throws as {@link #take} would, but takes nothing: for limits that count failures alone. */
    void check(String limit, String key);
}
