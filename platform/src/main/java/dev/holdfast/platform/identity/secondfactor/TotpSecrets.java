package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The secrets that accounts share with authenticator apps, and the codes that prove one has them. In the worker's role. */
@Component
final class TotpSecrets implements SealedColumn {
    private final TotpStore store;
    private final Sealer sealer;
    private final Ids ids;

    TotpSecrets(TotpStore store, Sealer sealer, Ids ids) {
        this.store = store;
        this.sealer = sealer;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "platform.totp.sealed";
    }

    @Override
    public String holds() {
        return "secrets of authenticator apps";
    }

    @Override
    public int reseal(Tx tx, Sealer by, int limit) {
        List<TotpStore.Row> due = store.due(by.currentPrefix(), limit);
        due.forEach(row -> store.reseal(row.account(), by.reseal(row.sealed(), context(row.account()))));
        return due.size();
    }

    /** A new secret that waits for its first code; empty when a confirmed one is there. */
    byte[] begin(Tx tx, UUID account) {
        byte[] secret = ids.secret(Totp.SECRET_BYTES);
        return store.begin(account, sealer.seal(secret, context(account)), tx.now()) ? secret : new byte[0];
    }

    /** Takes a code of the account's secret, once; the first one confirms it. False when the code isn't right now. */
    boolean take(Tx tx, UUID account, String code) {
        TotpStore.Row row = store.find(account).orElse(null);
        if (row == null) {
            return false;
        }
        OptionalLong step = Totp.step(sealer.open(row.sealed(), context(account)), code, tx.now());
        return step.isPresent() && store.take(account, step.getAsLong(), tx.now());
    }

    boolean confirmed(Tx tx, UUID account) {
        return store.enabled(account);
    }

    boolean remove(Tx tx, UUID account) {
        return store.remove(account);
    }

    private static String context(UUID account) {
        return "totp:" + account;
    }
}
