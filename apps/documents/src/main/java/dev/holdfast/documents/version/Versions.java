package dev.holdfast.documents.version;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.document.Content;
import dev.holdfast.documents.document.Document;
import dev.holdfast.documents.document.DocumentSettings;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.documents.live.LiveStates;
import dev.holdfast.documents.merge.UnifiedDiff;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.ETags;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of versions. */
@Service
public class Versions {
    /** Names the current state where a version's id is asked for. */
    public static final String CURRENT = "current";

    private final Transactions transactions;
    private final VersionStore store;
    private final Documents documents;
    private final LiveStates live;
    private final DocumentSettings settings;
    private final Ids ids;

    Versions(
            Transactions transactions,
            VersionStore store,
            Documents documents,
            LiveStates live,
            DocumentSettings settings,
            Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.documents = documents;
        this.live = live;
        this.settings = settings;
        this.ids = ids;
    }

    /** A document's versions, newest first, behind the given pair. */
    public List<Version> list(
            Actor actor, UUID document, @Nullable Instant afterTime, @Nullable UUID afterId, int limit) {
        return transactions.read(actor, tx -> {
            documents.require(tx, document, Permission.READ);
            return store.list(document, afterTime, afterId, limit);
        });
    }

    /** Keeps the current state as a snapshot, which is answered without its content. Throws what {@link Documents#require} throws. */
    public Version snapshot(Actor actor, UUID document) {
        return transactions.write(actor, tx -> {
            documents.require(tx, document, Permission.WRITE);
            UUID id = ids.next();
            store.snapshot(id, document, tx.actor().account(), tx.now());
            return version(document, id).withoutContent();
        });
    }

    /** One version with its content. Throws NOT_FOUND. */
    public Version get(Actor actor, UUID document, UUID id) {
        return transactions.read(actor, tx -> {
            documents.require(tx, document, Permission.READ);
            return version(document, id);
        });
    }

    /** Makes a version's title and content the document's again. Throws NOT_FOUND, and STALE as a replacement does. */
    public Document restore(Actor actor, UUID document, UUID id, ETags condition) {
        return transactions.write(actor, tx -> {
            documents.require(tx, document, Permission.WRITE);
            Version version = version(document, id);
            String text = version.content() == null ? "" : version.content();
            Content content = new Content(version.title(), text, Content.MARKDOWN, version.contentEtag());
            return documents.replace(
                    tx, document, condition, new Documents.Replacement(content, null, null, true, null));
        });
    }

    /**
     * How one state became another, as a unified diff.
     *
     * @param from a version's id, or {@link #CURRENT}
     * @param to a version's id, or {@link #CURRENT}
     */
    public String diff(Actor actor, UUID document, String from, String to) {
        return transactions.read(actor, tx -> {
            Document current = documents.require(tx, document, Permission.READ);
            Version before = state(tx, current, from);
            Version after = state(tx, current, to);
            return UnifiedDiff.between(before.title(), text(before), after.title(), text(after));
        });
    }

    /** Thins old automatic versions, drops bases past their time and live states that nobody touches; for a job. Returns how many rows went. */
    public int tidy() {
        return transactions.write(Actor.system("versions"), tx -> {
            int thinned = store.thin(tx.now().minus(settings.automaticRetention()));
            int forgotten = live.forget(tx);
            return thinned + forgotten + store.dropBases(tx.now().minus(settings.baseRetention()));
        });
    }

    private Version state(Tx tx, Document current, String name) {
        if (name.equals(CURRENT)) {
            return new Version(
                    current.id(),
                    current.id(),
                    tx.now(),
                    current.updatedBy(),
                    CURRENT,
                    current.title(),
                    current.contentEtag(),
                    current.content());
        }
        UUID id;
        try {
            id = UUID.fromString(name);
        } catch (IllegalArgumentException e) {
            throw new Problem(Code.MALFORMED, "from and to name a version by its id, or the word " + CURRENT + ".");
        }
        return version(current.id(), id);
    }

    private Version version(UUID document, UUID id) {
        return store.find(document, id).orElseThrow(() -> Problem.notFound("version"));
    }

    private static String text(Version version) {
        return version.content() == null ? "" : version.content();
    }
}
