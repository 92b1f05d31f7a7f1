package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Tx;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Asks for a session that began shortly before, where ways in are changed: a stolen access token alone, or a device left
 * open, must not suffice to lock out its owner.
 */
@Component
public final class Freshness {
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final Sessions sessions;

    Freshness(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Throws FORBIDDEN when the actor's session began longer ago. In the actor's own transaction. */
    public void require(Tx tx) {
        UUID session = tx.actor().session();
        if (session == null || !sessions.begun(tx, session).plus(FRESH).isAfter(tx.now())) {
            throw new Problem(
                    Code.FORBIDDEN,
                    "Sign in again first: this needs a session that began in the last " + FRESH.toMinutes()
                            + " minutes.");
        }
    }
}
