package dev.holdfast.platform.identity;

import dev.holdfast.platform.db.Tx;
import java.util.UUID;

/** A port for the second factor: what is asked for after a right password. At most one bean implements it. */
public interface SecondFactor {

    /** Whether the account has confirmed one. Called by the account itself and by the worker's role. */
    boolean enabled(Tx tx, UUID account);

    /**
     * Begins the second step of a sign-in. Called by the worker's role in a transaction that commits.
     *
     * @return an unguessable challenge for {@code POST /api/auth/login/second}
     */
    String challenge(Tx tx, UUID account);
}
