package dev.holdfast.documents.live;

import dev.holdfast.platform.db.Tx;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of live states, inside the transactions of those who know the document and its roles. */
@Service
public class LiveStates {
    private final LiveStore store;
    private final LiveSettings settings;

    LiveStates(LiveStore store, LiveSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** A document's live state. */
    public LiveState find(Tx tx, UUID document) {
        return store.find(document, expired(tx))
                .map(row -> new LiveState(
                        document, row.epoch(), row.etag(), Base64.getEncoder().encodeToString(row.state())))
                .orElse(LiveState.none(document));
    }

    /**
     * Stores the state of the content that is there now. Leaves no change in the feed, as none of a record happened. Answers false, and
     * does nothing, unless the document's etag is {@code etag} and there is no state where {@code base} is null, or one of the same epoch
     * at {@code base}; what is stored already is answered true.
     */
    public boolean publish(Tx tx, UUID document, LiveEdit edit, @Nullable String base, String etag) {
        boolean stored = base == null
                ? store.begin(document, edit, etag, tx.now(), expired(tx))
                : store.follow(document, edit, base, etag, tx.now(), expired(tx));
        return stored || holds(tx, document, edit, etag);
    }

    /**
     * Moves the state on from the content {@code base} to {@code etag}, which the same transaction makes the document's. Answers false,
     * and does nothing, unless there is a state of the same epoch at {@code base}; what is stored already is answered true.
     */
    public boolean advance(Tx tx, UUID document, LiveEdit edit, String base, String etag) {
        return store.advance(document, edit, base, etag, tx.now(), expired(tx)) || holds(tx, document, edit, etag);
    }

    /** Drops states that nobody touched for their time; for a job. Returns how many went. */
    public int forget(Tx tx) {
        return store.forget(expired(tx));
    }

    private boolean holds(Tx tx, UUID document, LiveEdit edit, String etag) {
        return store.find(document, expired(tx))
                .filter(row -> row.epoch().equals(edit.epoch())
                        && row.etag().equals(etag)
                        && Arrays.equals(row.state(), edit.state()))
                .isPresent();
    }

    private Instant expired(Tx tx) {
        return tx.now().minus(settings.liveRetention());
    }
}
