package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.WayIn;
import dev.holdfast.platform.identity.session.Freshness;
import dev.holdfast.platform.mail.Mail;
import dev.holdfast.platform.mail.Outbox;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes new passkeys in: checked, counted among the ways in, noted, and told to the account's address. */
@Component
final class PasskeyKeeper implements WayIn {
    private final PasskeyStore store;
    private final CredentialCheck check;
    private final Freshness freshness;
    private final Audit audit;
    private final Outbox outbox;
    private final Ids ids;

    PasskeyKeeper(PasskeyStore store, CredentialCheck check, Freshness freshness, Audit audit, Outbox outbox, Ids ids) {
        this.store = store;
        this.check = check;
        this.freshness = freshness;
        this.audit = audit;
        this.outbox = outbox;
        this.ids = ids;
    }

    /** What a browser answers a ceremony with. */
    record Answer(UUID ceremony, JsonNode credential, String name) {
        private static final String NAME = "Passkey";

        static Answer read(@Nullable String ceremonyId, @Nullable JsonNode credential, @Nullable String name) {
            Fields fields = new Fields();
            UUID ceremony =
                    fields.optionalUuid("ceremonyId", fields.text("ceremonyId", ceremonyId, Fields.NAME_LENGTH_MAX));
            if (credential == null || !credential.isObject()) {
                fields.refuse("credential", "must be the authenticator's answer, an object");
            }
            String checked = fields.name("name", name == null ? NAME : name, Fields.NAME_LENGTH_MAX);
            fields.orThrow();
            if (ceremony == null || credential == null) {
                throw new IllegalStateException("was refused before");
            }
            return new Answer(ceremony, credential, checked);
        }
    }

    @Override
    public int count(Tx tx, UUID account) {
        return store.list(account).size();
    }

    /** Throws FORBIDDEN when the actor's session isn't fresh. In the actor's own transaction. */
    void requireFresh(Tx tx) {
        freshness.require(tx);
    }

    /** The public key in an answer. Throws INVALID when it wasn't made in this ceremony. */
    CredentialCheck.Made made(Answer answer, Ceremony ceremony) {
        return check.made(answer.credential(), ceremony);
    }

    /** Adds a passkey to an account. In a transaction of the worker's role. Throws ALREADY_EXISTS when somebody has it. */
    Passkey keep(Tx tx, Account account, Ceremony ceremony, CredentialCheck.Made made, String name, Actor by) {
        Passkey passkey = new Passkey(ids.next(), name, tx.now(), null, made.backedUp());
        if (!store.add(passkey, account.id(), ceremony.userHandle(), made)) {
            throw new Problem(Code.ALREADY_EXISTS, "This passkey is known here already.");
        }
        audit.record(
                tx,
                AuditEntry.of("passkey.added", "passkey", passkey.id(), null)
                        .changing(Map.of(), Map.of("name", name))
                        .by(by));
        if (account.email() != null && by.account() != null) {
            String text = """
                    A passkey was added to your account, from the address %s.

                    If it wasn't you: sign in, remove it, and end all other sessions.
                    """.formatted(by.origin().address());
            outbox.send(tx, new Mail(account.email(), "A passkey was added to your account", text));
        }
        return passkey;
    }

    void noteRemoval(Tx tx, UUID id) {
        audit.record(tx, AuditEntry.of("passkey.removed", "passkey", id, null));
    }
}
