package dev.holdfast.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is compared with where no account is. */
final class PasswordsTest {
    @Test
    void nobodysHashCostsWhatEveryOtherCosts() {
        Passwords passwords = new Passwords();

        assertThat(passwords.outdated(Passwords.NOBODYS_HASH)).isFalse();
        assertThat(Passwords.NOBODYS_HASH).hasSameSizeAs(passwords.hash("a password to compare with"));
        assertThat(passwords.matches("nobody has this password", null)).isFalse();
        assertThat(passwords.matches("nobody has this password", Passwords.NOBODYS_HASH))
                .isFalse();
    }
}
