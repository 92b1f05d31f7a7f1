package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.SecondFactor;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a sign-in with a password asks: is there a second factor, and by what challenge does it go on. */
@Component
final class TotpFactor implements SecondFactor {
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

    private final TotpStore store;
    private final SecondStepStore steps;
    private final Ids ids;

    TotpFactor(TotpStore store, SecondStepStore steps, Ids ids) {
        this.store = store;
        this.steps = steps;
        this.ids = ids;
    }

    @Override
    public boolean enabled(Tx tx, UUID account) {
        return store.enabled(account);
    }

    @Override
    public String challenge(Tx tx, UUID account) {
        OpaqueToken challenge = OpaqueToken.random(ids);
        steps.add(challenge.hash(), account, tx.now(), tx.now().plus(CHALLENGE_LIFE));
        return challenge.value();
    }
}
