package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Single-use tokens that travel by mail, each for one purpose and one address. In the worker's role. */
@Component
final class EmailTokens {
    static final String VERIFY = "verify";
    static final String CHANGE = "change";
    static final String RESET = "reset";

    private final EmailTokenStore store;
    private final EmailSettings settings;
    private final Ids ids;

    EmailTokens(EmailTokenStore store, EmailSettings settings, Ids ids) {
        this.store = store;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * A new token.
     *
     * @param account null leaves a row that no token opens: the same work where there is no account
     */
    OpaqueToken issue(Tx tx, @Nullable UUID account, String purpose, String email) {
        OpaqueToken token = OpaqueToken.random(ids);
        store.add(token.hash(), account, purpose, email, tx.now(), tx.now().plus(lifetime(purpose)));
        return token;
    }

    /** How long a token of this purpose is good, for people. */
    String lifetimeText(String purpose) {
        Duration life = lifetime(purpose);
        long hours = life.toHours();
        return hours >= 1 ? hours + (hours == 1 ? " hour" : " hours") : life.toMinutes() + " minutes";
    }

    /** What a token stands for, until it is ended. Throws INVALID when it is unknown, was used, or has expired. */
    EmailTokenStore.Row open(Tx tx, OpaqueToken token, String... purposes) {
        return store.find(token.hash(), List.of(purposes), tx.now()).orElseThrow(EmailTokens::invalid);
    }

    /** Ends all of an account's tokens of some purposes. */
    void end(Tx tx, UUID account, String... purposes) {
        store.remove(account, List.of(purposes));
    }

    /** Reads the field {@code token}. */
    static OpaqueToken read(Fields fields, @Nullable String token) {
        return new OpaqueToken(fields.text("token", token, OpaqueToken.LENGTH_MAX));
    }

    static Problem invalid() {
        return Problem.invalid("token", "is unknown, was used before, or has expired; ask for another");
    }

    private Duration lifetime(String purpose) {
        return purpose.equals(RESET) ? settings.resetLifetime() : settings.verifyLifetime();
    }
}
