package dev.holdfast.platform.http.state;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import org.springframework.stereotype.Component;

/** The database answers, with its schema in place: entering a transaction needs the platform's own roles and functions. */
@Component
final class DatabaseReady implements ReadyPart {
    private final Transactions transactions;

    DatabaseReady(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public void reach() {
        transactions.read(Actor.system("readiness"), Tx::now);
    }
}
