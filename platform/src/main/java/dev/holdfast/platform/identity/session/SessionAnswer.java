package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.identity.Account;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What whoever signs in is given.
 *
 * @param refreshToken good once, for another pair of tokens; null when it travels as a cookie
 * @param expiresIn how long the access token is good, in seconds
 */
public record SessionAnswer(String accessToken, @Nullable String refreshToken, long expiresIn, User user) {

    /** Whose session it is. */
    public record User(
            UUID id, @Nullable String email, @Nullable String displayName, Instant createdAt) {
        static User of(Account account) {
            return new User(account.id(), account.email(), account.displayName(), account.createdAt());
        }
    }

    /** The same answer without the refresh token. */
    SessionAnswer withoutRefreshToken() {
        return new SessionAnswer(accessToken, null, expiresIn, user);
    }

    @Override
    public String toString() {
        return "SessionAnswer[" + user.id() + "]";
    }
}
