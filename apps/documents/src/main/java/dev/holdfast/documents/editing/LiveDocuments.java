package dev.holdfast.documents.editing;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.documents.live.LiveState;
import dev.holdfast.documents.live.LiveStates;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The live states of documents, for who may read or write them. */
@Service
class LiveDocuments {
    private final Transactions transactions;
    private final Documents documents;
    private final LiveStates live;

    LiveDocuments(Transactions transactions, Documents documents, LiveStates live) {
        this.transactions = transactions;
        this.documents = documents;
        this.live = live;
    }

    /** A document's live state. Throws what {@link Documents#get} throws. */
    LiveState get(Actor actor, UUID document) {
        return transactions.read(actor, tx -> {
            documents.require(tx, document, Permission.READ);
            return live.find(tx, document);
        });
    }

    /**
     * Stores a state for the content that is there now. Throws STALE with the live state that there is when that, or the content,
     * isn't what {@code base} and {@code etag} say.
     */
    LiveState publish(Actor actor, UUID document, LiveEdit edit, @Nullable String base, String etag) {
        return transactions.write(actor, tx -> {
            documents.require(tx, document, Permission.WRITE);
            if (!live.publish(tx, document, edit, base, etag)) {
                throw new Problem(
                                Code.STALE,
                                "The live state or the content is another one by now. Go on from what is there.")
                        .with("current", live.find(tx, document));
            }
            return live.find(tx, document);
        });
    }
}
