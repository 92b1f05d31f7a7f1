package dev.holdfast.platform.identity.signin;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Slows down those who guess, by address and by account. An account: after {@value #FREE_FAILURES} failures each further one closes it to
 * sign-ins for twice as long, from {@link #DELAY_MIN} to {@link #DELAY_MAX}. It goes by what was named, so the answer is
 * the same whether there is such an account, and it lies in the database, so it holds over nodes. A right password counts
 * as nothing while the account is closed: guesses that run at the same time learn no more than those one after the other.
 */
@Component
public final class Guessing {
    /** The limit of sign-ups from one address. */
    public static final String SIGN_UPS = "signup";
    /** The limit of sign-ins from one address, of every kind that can be guessed at. */
    public static final String LOGINS = "login";

    private static final int FREE_FAILURES = 5;
    private static final int DOUBLINGS_MAX = 20;
    private static final Duration DELAY_MIN = Duration.ofSeconds(10);
    private static final Duration DELAY_MAX = Duration.ofMinutes(15);
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final SignInFailureStore store;
    private final RateLimits addresses;
    private final SecurityEvents security;
    private final boolean on;

    Guessing(
            SignInFailureStore store,
            RateLimits addresses,
            SecurityEvents security,
            @Value("${holdfast.limits:on}") boolean on) {
        this.store = store;
        this.addresses = addresses;
        this.security = security;
        this.on = on;
    }

    /**
     * Counts a try against the address that it comes from. Outside of transactions. Throws RATE_LIMITED when there were too
     * many.
     *
     * @param limit {@link #SIGN_UPS}, {@link #LOGINS}, or a limit of another part
     */
    public void admit(String limit, Origin origin) {
        addresses.take(limit, origin.network());
    }

    /**
     * Throws RATE_LIMITED while the subject is closed. In a transaction of the worker's role.
     *
     * @param subject what is guessed at, e.g. an e-mail address
     */
    public void check(Tx tx, String subject) {
        if (on) {
            store.blockedUntil(hash(subject), tx.now()).ifPresent(until -> {
                throw closed(tx.now(), until);
            });
        }
    }

    /** As {@link #check}, and holds other answers for the subject back until the transaction ends. */
    public void checkAlone(Tx tx, String subject) {
        if (on) {
            store.lock(hash(subject));
            check(tx, subject);
        }
    }

    /** Notes a failure. The transaction must commit. */
    public void failed(Tx tx, String subject) {
        if (!on) {
            return;
        }
        Instant forgotten = tx.now().minus(REMEMBERED);
        store.forget(forgotten);
        int failures = store.count(hash(subject), tx.now(), forgotten);
        if (failures >= FREE_FAILURES) {
            store.block(hash(subject), tx.now().plus(delay(failures - FREE_FAILURES)));
        }
    }

    /** Forgets the subject's failures after a success. */
    public void succeeded(Tx tx, String subject) {
        if (on) {
            store.clear(hash(subject));
        }
    }

    /**
     * Notes a refused try among the security events. Outside of transactions.
     *
     * @param type the event's name, e.g. {@code login.refused}
     * @param account whose way in was tried; null where nobody's is known
     */
    public void refused(String type, @Nullable UUID account, Origin origin) {
        security.note(new SecurityEvent(type, Actor.anonymous(origin), account, null));
    }

    private static Duration delay(int doublings) {
        Duration delay = DELAY_MIN.multipliedBy(1L << Math.min(doublings, DOUBLINGS_MAX));
        return delay.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay;
    }

    private static Problem closed(Instant now, Instant until) {
        long seconds = Math.max(1, Duration.between(now, until).plusMillis(999).toSeconds());
        return new Problem(Code.RATE_LIMITED, "Too many failed tries. Try again in " + seconds + " seconds.")
                .withHeader("Retry-After", Long.toString(seconds));
    }

    private static byte[] hash(String subject) {
        return OpaqueToken.sha256(
                Normalizer.normalize(subject, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
    }
}
