package dev.holdfast.platform.identity;

import org.jspecify.annotations.Nullable;

/**
 * An account with what its password is checked against.
 *
 * @param passwordHash null for an account without a password
 */
public record Credentials(Account account, @Nullable String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[" + account.id() + "]";
    }
}
