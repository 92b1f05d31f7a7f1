package dev.holdfast.notes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.RecordSource;
import dev.holdfast.platform.changes.push.Mutation;
import dev.holdfast.platform.changes.push.MutationResult;
import dev.holdfast.platform.changes.push.MutationTarget;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Writes notes, slowly where a test wants it. */
public final class Notes implements RecordSource, MutationTarget {
    private final Transactions transactions;
    private final NoteStore store;

    Notes(Transactions transactions, NoteStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    /** The statements, for the owner, that make the tables. */
    public static String[] schema() {
        return NoteStore.SCHEMA.clone();
    }

    /** SHA-256 of a text, hex. */
    public static String etag(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a note, and keeps the transaction open for so long. */
    public Note put(Actor actor, UUID space, UUID id, String text, long pauseMillis) {
        return transactions.write(actor, tx -> write(tx, space, id, text, false, pauseMillis));
    }

    /** Deletes a note, and keeps the transaction open for so long. */
    public Note delete(Actor actor, UUID space, UUID id, long pauseMillis) {
        return transactions.write(actor, tx -> write(tx, space, id, "", true, pauseMillis));
    }

    private Note write(Tx tx, UUID space, UUID id, String text, boolean deleted, long pauseMillis) {
        Note note = store.write(space, id, text, etag(text), deleted);
        tx.mark(deleted ? Change.delete(space, "note", id) : Change.upsert(space, "note", id, note.etag()));
        if (pauseMillis > 0) {
            store.pause(pauseMillis);
        }
        return note;
    }

    @Override
    public String entity() {
        return "note";
    }

    @Override
    public String app() {
        return "notes";
    }

    @Override
    public Map<UUID, Note> load(Tx tx, Collection<UUID> ids) {
        Map<UUID, Note> notes = new HashMap<>();
        store.load(ids).forEach(note -> notes.put(note.id(), note));
        return notes;
    }

    @Override
    public MutationResult apply(Tx tx, Mutation mutation) {
        UUID space = mutation.space();
        if (space == null) {
            throw Problem.invalid("spaceId", "is required");
        }
        Note now = store.find(mutation.id()).orElse(null);
        String text =
                mutation.data() == null ? "" : mutation.data().path("text").asString("");
        if (text.equals("explode")) {
            write(tx, space, mutation.id(), text, false, 0);
            throw new IllegalStateException("as was asked for");
        }
        if (text.equals("refuse")) {
            write(tx, space, mutation.id(), text, false, 0);
            throw Problem.invalid("data.text", "must not be 'refuse'");
        }
        boolean fresh = Objects.equals(mutation.baseEtag(), now == null ? null : now.etag());
        if (!fresh && mutation.operation() == Mutation.Operation.UPDATE) {
            throw new Problem(Code.STALE, "It was written in the meantime.")
                    .with("current", Objects.requireNonNull(now));
        }
        if (!fresh) {
            write(tx, space, mutation.id(), "half done", false, 0);
            return now == null
                    ? MutationResult.conflict()
                    : MutationResult.conflict().with("current", now);
        }
        boolean delete = mutation.operation() == Mutation.Operation.DELETE;
        Note written = write(tx, space, mutation.id(), text, delete, 0);
        return MutationResult.applied(delete ? null : written.etag());
    }
}
