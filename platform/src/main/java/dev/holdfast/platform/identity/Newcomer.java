package dev.holdfast.platform.identity;

import dev.holdfast.platform.db.Tx;

/** A port for whoever must act when an account is made: proof of its address, invitations that waited for it. */
public interface Newcomer {

    /** Called in the transaction of the worker's role that makes the account; what it throws undoes the account. */
    void arrived(Tx tx, Account account);
}
