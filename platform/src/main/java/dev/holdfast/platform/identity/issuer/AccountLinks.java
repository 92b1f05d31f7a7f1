package dev.holdfast.platform.identity.issuer;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.WayIn;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which account a person of an outside issuer has. An account is found by issuer and subject alone; an e-mail address leads
 * to an account that is there already only when both sides have proved it, because otherwise whoever was first to type an
 * address would share the account of its owner.
 */
@Component
final class AccountLinks implements WayIn {
    private final AccountLinkStore store;
    private final Accounts accounts;

    AccountLinks(AccountLinkStore store, Accounts accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    @Override
    public int count(Tx tx, UUID account) {
        return store.count(account);
    }

    /** The account that is linked already. In a transaction of the worker's role. */
    Optional<Account> find(Tx tx, Issuer issuer, Claims claims) {
        return store.find(issuer.issuer(), claims.subject()).flatMap(id -> accounts.find(tx, id));
    }

    /**
     * The account that is linked, or is linked now, or is made now. In a transaction of the worker's role. Throws
     * ALREADY_EXISTS when the address belongs to an account that may be somebody else's.
     */
    Account findOrCreate(Tx tx, Issuer issuer, Claims claims) {
        store.lock(issuer.issuer(), claims.subject());
        return find(tx, issuer, claims).orElseGet(() -> {
            Email email =
                    claims.email() == null ? null : Email.parse(claims.email()).orElse(null);
            Account account = email == null ? null : proved(tx, issuer, claims, email);
            if (account == null) {
                account = create(tx, claims, email);
            }
            store.add(issuer.issuer(), claims.subject(), account.id(), tx.now());
            return account;
        });
    }

    private @Nullable Account proved(Tx tx, Issuer issuer, Claims claims, Email email) {
        Account there = accounts.credentials(tx, email.value())
                .map(Credentials::account)
                .orElse(null);
        if (there != null && !(claims.emailVerified() && there.emailVerified())) {
            throw new Problem(
                    Code.ALREADY_EXISTS,
                    "There is an account with the e-mail address that " + issuer.name()
                            + " names. Sign in to it in another way.");
        }
        return there;
    }

    private Account create(Tx tx, Claims claims, @Nullable Email email) {
        String name = claims.name();
        if (name != null && (name.isBlank() || name.length() > Fields.NAME_LENGTH_MAX || name.indexOf('\0') >= 0)) {
            name = null;
        }
        Account account = accounts.create(tx, email, null, name);
        if (email != null && claims.emailVerified()) {
            accounts.proveEmail(tx, account.id(), email);
        }
        return account;
    }
}
