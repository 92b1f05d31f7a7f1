package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.WaysIn;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** One's own passkeys. */
@Component
public final class Passkeys {
    private static final int PASSKEYS_MAX = 20;
    private static final Actor SYSTEM = Actor.system("passkeys");

    private final Transactions transactions;
    private final PasskeyStore store;
    private final Ceremonies ceremonies;
    private final PasskeyKeeper keeper;
    private final Accounts accounts;
    private final WaysIn waysIn;

    Passkeys(
            Transactions transactions,
            PasskeyStore store,
            Ceremonies ceremonies,
            PasskeyKeeper keeper,
            Accounts accounts,
            WaysIn waysIn) {
        this.transactions = transactions;
        this.store = store;
        this.ceremonies = ceremonies;
        this.keeper = keeper;
        this.accounts = accounts;
        this.waysIn = waysIn;
    }

    /**
     * Begins making a passkey for the actor. Throws FORBIDDEN when the session isn't fresh, CONFLICT where there can be no
     * passkeys or the account has too many.
     */
    public PasskeyOptions<PasskeyOptions.Creation> begin(Actor actor) {
        UUID id = actor.requireAccount();
        List<PasskeyStore.Stored> there = transactions.read(actor, tx -> {
            keeper.requireFresh(tx);
            return store.stored(id);
        });
        requireRoom(there.size());
        return transactions.write(SYSTEM, tx -> {
            Account account = account(tx, id);
            return ceremonies.register(tx, id, account.email(), account.displayName(), there);
        });
    }

    /**
     * Adds the passkey that was made.
     *
     * @param name what its owner calls it; null for {@code Passkey}
     */
    public Passkey add(Actor actor, @Nullable String ceremonyId, @Nullable JsonNode credential, @Nullable String name) {
        UUID id = actor.requireAccount();
        PasskeyKeeper.Answer answer = PasskeyKeeper.Answer.read(ceremonyId, credential, name);
        transactions.read(actor, tx -> null);
        Ceremony ceremony = ceremonies.require(answer.ceremony(), Ceremony.Purpose.REGISTER, id);
        CredentialCheck.Made made = keeper.made(answer, ceremony);
        return transactions.write(SYSTEM, tx -> {
            store.lock(id);
            requireRoom(store.list(id).size());
            return keeper.keep(tx, account(tx, id), ceremony, made, answer.name(), actor);
        });
    }

    List<Passkey> list(Actor actor) {
        UUID account = actor.requireAccount();
        return transactions.read(actor, tx -> store.list(account));
    }

    Passkey rename(Actor actor, UUID id, @Nullable String name) {
        UUID account = actor.requireAccount();
        Fields fields = new Fields();
        String checked = fields.name("name", name, Fields.NAME_LENGTH_MAX);
        fields.orThrow();
        return transactions.write(
                actor, tx -> store.rename(account, id, checked).orElseThrow(() -> Problem.notFound("passkey")));
    }

    /** Removes a passkey. Throws LAST_CREDENTIAL when it is the last way into the account. */
    void remove(Actor actor, UUID id) {
        UUID account = actor.requireAccount();
        transactions.write(actor, tx -> {
            store.lock(account);
            if (store.list(account).stream().noneMatch(passkey -> passkey.id().equals(id))) {
                throw Problem.notFound("passkey");
            }
            waysIn.requireAnother(tx, account);
            store.remove(account, id);
            keeper.noteRemoval(tx, id);
            return null;
        });
    }

    private static void requireRoom(int there) {
        if (there >= PASSKEYS_MAX) {
            throw new Problem(Code.CONFLICT, "An account has at most " + PASSKEYS_MAX + " passkeys. Remove one first.");
        }
    }

    private Account account(Tx tx, UUID id) {
        return accounts.find(tx, id).orElseThrow(() -> Problem.notFound("account"));
    }
}
