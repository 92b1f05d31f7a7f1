package dev.holdfast.platform.identity;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What can be done with accounts. Verbs that take a {@link Tx} run in the worker's role unless they say otherwise. */
@Component
public final class Accounts {
    private final Transactions transactions;
    private final AccountStore store;
    private final Ids ids;
    private final Audit audit;
    private final ObjectProvider<Newcomer> newcomers;
    private final ObjectProvider<SecondFactor> secondFactor;

    Accounts(
            Transactions transactions,
            AccountStore store,
            Ids ids,
            Audit audit,
            ObjectProvider<Newcomer> newcomers,
            ObjectProvider<SecondFactor> secondFactor) {
        this.transactions = transactions;
        this.store = store;
        this.ids = ids;
        this.audit = audit;
        this.newcomers = newcomers;
        this.secondFactor = secondFactor;
    }

    /**
     * Makes an account. Throws ALREADY_EXISTS when the address is taken.
     *
     * @param email null for an account without an address
     * @param passwordHash from {@link Passwords#hash}, computed before the transaction; null for none
     */
    public Account create(Tx tx, @Nullable Email email, @Nullable String passwordHash, @Nullable String displayName) {
        String address = email == null ? null : email.value();
        Account account = new Account(ids.next(), address, null, displayName, false, tx.now());
        if (!store.create(account, passwordHash)) {
            throw new Problem(
                    Code.ALREADY_EXISTS,
                    "There is an account with this e-mail address. Sign in, or reset its password.");
        }
        newcomers.orderedStream().forEach(newcomer -> newcomer.arrived(tx, account));
        return account;
    }

    /** The account, unless it was deleted. Also in the account's own transactions. */
    public Optional<Account> find(Tx tx, UUID id) {
        return store.find(id);
    }

    /** The account and its password's hash. */
    public Optional<Credentials> credentials(Tx tx, UUID id) {
        return store.credentials(id);
    }

    /** The account with the address, in whatever case, and its password's hash. */
    public Optional<Credentials> credentials(Tx tx, String email) {
        return store.credentials(email);
    }

    /** Gives an account another password; null takes it away. Ends no sessions. */
    public void setPassword(Tx tx, UUID id, @Nullable String passwordHash) {
        if (!store.setPassword(id, passwordHash, tx.now())) {
            throw Problem.notFound("account");
        }
    }

    /** Notes that an address was proved to be the account's, as its first, as another, or as the one that it has. */
    public void proveEmail(Tx tx, UUID id, Email email) {
        if (!store.setEmail(id, email.value(), tx.now())) {
            throw new Problem(Code.ALREADY_EXISTS, "This e-mail address belongs to another account.");
        }
    }

    /** The actor's own account. */
    public Me me(Actor actor) {
        UUID id = actor.requireAccount();
        return transactions.read(actor, tx -> me(tx, id));
    }

    /** Gives the actor's account another name for others to see; null takes it away. */
    public Me rename(Actor actor, @Nullable String displayName) {
        UUID id = actor.requireAccount();
        Fields fields = new Fields();
        fields.optionalText("displayName", displayName, Fields.NAME_LENGTH_MAX);
        fields.orThrow();
        return transactions.write(actor, tx -> {
            store.rename(id, displayName, tx.now());
            return me(tx, id);
        });
    }

    /**
     * Closes the actor's account: nobody signs in to it any more, its sessions and keys end now. Throws SOLE_OWNER when a
     * space with other members would be left without an owner.
     */
    public void delete(Actor actor) {
        UUID id = actor.requireAccount();
        transactions.write(actor, tx -> {
            store.solelyOwned(id).ifPresent(space -> {
                throw new Problem(
                        Code.SOLE_OWNER,
                        "You are the only owner of " + space
                                + ", which has other members. Hand it over or delete it first.");
            });
            store.delete(id, tx.now());
            audit.record(tx, AuditEntry.of("account.deleted", "account", id, null));
            return null;
        });
    }

    private Me me(Tx tx, UUID id) {
        Account account = store.find(id).orElseThrow(() -> Problem.notFound("account"));
        SecondFactor second = secondFactor.getIfAvailable();
        return new Me(
                account.id(),
                account.email(),
                account.displayName(),
                account.emailVerified(),
                second != null && second.enabled(tx, id),
                account.admin(),
                account.createdAt());
    }
}
