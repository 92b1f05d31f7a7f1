package dev.holdfast.notes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestDatabase;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One node or several on one database, with accounts and spaces as a test needs them. */
public final class World implements AutoCloseable {
    private final TestDatabase database = TestDatabase.fresh("platform");
    private final TestApp first;

    public World(Map<String, String> settings) {
        database.asOwner(Notes.schema());
        first = node(settings);
    }

    /** Another node on the same database. The caller closes it. */
    public TestApp node(Map<String, String> settings) {
        return TestApp.start(database, settings, NotesProgram.class);
    }

    public TestApp app() {
        return first;
    }

    public TestDatabase database() {
        return database;
    }

    public Notes notes() {
        return first.bean(Notes.class);
    }

    public UUID id() {
        return first.bean(Ids.class).next();
    }

    /** A new account's actor. */
    public Actor account() {
        UUID id = id();
        database.asOwner("insert into platform.accounts (id, email, created_at, updated_at) values ('" + id + "', '"
                + id + "@example.org', now(), now())");
        return new Actor(Actor.Kind.EXTERNAL, id, null, Set.of(), null, new Origin("127.0.0.1", "test", "test"));
    }

    /** A new space of an account, as if the program had founded it. */
    public UUID space(Actor owner) {
        UUID id = id();
        database.asOwner(
                "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + id
                        + "', 'workspace', 'Space', now(), now())",
                "insert into platform.members values ('" + id + "', '" + owner.requireAccount() + "', 'owner', now())");
        first.bean(Transactions.class).write(owner, tx -> {
            tx.mark(Change.upsert(id, "space", id, null));
            return true;
        });
        return id;
    }

    /** Lets an account into a space, with the change that the program leaves. */
    public void join(UUID space, Actor account, String role) {
        database.asOwner(
                "insert into platform.members values ('" + space + "', '" + account.requireAccount() + "', '" + role
                        + "', now()) on conflict (space_id, account_id) do update set role = excluded.role",
                mark(space, account, "upsert"));
    }

    /** Takes an account out of a space, with the change that the program leaves. */
    public void leave(UUID space, Actor account) {
        database.asOwner(
                "delete from platform.members where space_id = '" + space + "' and account_id = '"
                        + account.requireAccount() + "'",
                mark(space, account, "delete"));
    }

    /** A client that is signed in at the first node. */
    public TestClient client(Actor account) {
        return first.client().bearer(account.requireAccount().toString());
    }

    private static String mark(UUID space, Actor account, String op) {
        return "insert into platform.marks (space_id, entity, record_id, op, at) values ('" + space + "', 'member', '"
                + account.requireAccount() + "', '" + op + "', now())";
    }

    @Override
    public void close() {
        first.close();
    }
}
