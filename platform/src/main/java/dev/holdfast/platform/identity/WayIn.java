package dev.holdfast.platform.identity;

import dev.holdfast.platform.db.Tx;
import java.util.UUID;

/** A port for each kind of credential that an account can sign in with, so that the last one isn't dropped. */
public interface WayIn {

    /** How many of this kind the account has. Called by the account itself and by the worker's role. */
    int count(Tx tx, UUID account);
}
