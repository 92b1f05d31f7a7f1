package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Begins and ends ceremonies. Each stands for five minutes and is ended by the first answer, right or wrong. */
@Component
final class Ceremonies {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int CHALLENGE_BYTES = 32;
    private static final int USER_HANDLE_BYTES = 32;
    private static final Actor SYSTEM = Actor.system("passkeys");

    private final Transactions transactions;
    private final CeremonyStore store;
    private final RelyingParty party;
    private final Ids ids;

    Ceremonies(Transactions transactions, CeremonyStore store, RelyingParty party, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.party = party;
        this.ids = ids;
    }

    /** Asks for a passkey of a new account. In a transaction of the worker's role. */
    PasskeyOptions<PasskeyOptions.Creation> signUp(Tx tx, @Nullable String email, @Nullable String displayName) {
        Ceremony ceremony = new Ceremony(
                ids.next(),
                Ceremony.Purpose.SIGNUP,
                null,
                ids.secret(CHALLENGE_BYTES),
                ids.secret(USER_HANDLE_BYTES),
                email,
                displayName);
        return create(tx, ceremony, List.of());
    }

    /**
     * Asks for a further passkey of an account. In a transaction of the worker's role.
     *
     * @param there the account's passkeys, none of whose authenticators makes a second one
     */
    PasskeyOptions<PasskeyOptions.Creation> register(
            Tx tx,
            UUID account,
            @Nullable String email,
            @Nullable String displayName,
            List<PasskeyStore.Stored> there) {
        // One handle for all of an account's passkeys: authenticators sort by it.
        byte[] handle =
                there.isEmpty() ? ids.secret(USER_HANDLE_BYTES) : there.get(0).userHandle();
        Ceremony ceremony = new Ceremony(
                ids.next(),
                Ceremony.Purpose.REGISTER,
                account,
                ids.secret(CHALLENGE_BYTES),
                handle,
                email,
                displayName);
        return create(tx, ceremony, there);
    }

    /** Asks for any passkey of this server. Throws CONFLICT where there can be none. */
    PasskeyOptions<PasskeyOptions.Request> logIn() {
        party.require();
        Ceremony ceremony =
                new Ceremony(ids.next(), Ceremony.Purpose.LOGIN, null, ids.secret(CHALLENGE_BYTES), null, null, null);
        return transactions.write(SYSTEM, tx -> {
            store.add(ceremony, tx.now(), tx.now().plus(LIFE));
            return PasskeyOptions.request(ceremony, party);
        });
    }

    /** Ends a ceremony in a transaction of its own, so that it is ended whatever comes of it; empty when there is no such one. */
    Optional<Ceremony> take(UUID id, Ceremony.Purpose purpose, @Nullable UUID account) {
        return transactions.write(SYSTEM, tx -> store.take(id, purpose, account, tx.now()));
    }

    /** The same. Throws INVALID when there is no such one. */
    Ceremony require(UUID id, Ceremony.Purpose purpose, @Nullable UUID account) {
        return take(id, purpose, account)
                .orElseThrow(() ->
                        Problem.invalid("ceremonyId", "is unknown, was used before, or has expired; begin again"));
    }

    private PasskeyOptions<PasskeyOptions.Creation> create(Tx tx, Ceremony ceremony, List<PasskeyStore.Stored> there) {
        party.require();
        store.add(ceremony, tx.now(), tx.now().plus(LIFE));
        return PasskeyOptions.creation(ceremony, party, there);
    }
}
