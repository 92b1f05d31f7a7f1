package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.StartTime;
import dev.holdfast.platform.changes.Numberer;
import dev.holdfast.platform.changes.RecordSources;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Pulls pages of the feed. */
@Service
public final class Sync {
    /** Transactions that were open for longer when a client noted a start time may be missed by it. */
    private static final Duration OPEN_TRANSACTIONS = Duration.ofMinutes(1);

    private static final int ULID_LENGTH = 26;

    private final Transactions transactions;
    private final Numberer numberer;
    private final SyncStore store;
    private final RecordSources sources;
    private final JsonMapper json;

    Sync(Transactions transactions, Numberer numberer, SyncStore store, RecordSources sources, JsonMapper json) {
        this.transactions = transactions;
        this.numberer = numberer;
        this.store = store;
        this.sources = sources;
        this.json = json;
    }

    /**
     * The next page; a last page holds everything that was committed before this call. Throws CURSOR_INVALID, CURSOR_MISMATCH,
     * MALFORMED for an app that isn't here, INVALID beyond 2,000 spaces, UNAVAILABLE.
     */
    SyncPage since(Actor actor, SyncQuery query) {
        SyncFilter filter = SyncFilter.of(query.apps(), query.spaces(), sources.kinds(query.apps()));
        From from = from(query.cursor(), filter);
        Optional<SyncPage> page = transactions.snapshot(actor, tx -> page(tx, query, filter, from, true));
        if (page.isEmpty()) {
            numberer.catchUp();
            page = transactions.snapshot(actor, tx -> page(tx, query, filter, from, false));
        }
        return page.orElseThrow();
    }

    /** A cursor at the end of everything that the actor sees now, for the default filter. */
    public String end(Actor actor) {
        SyncFilter filter = SyncFilter.of(List.of(), List.of(), sources.kinds(List.of()));
        return transactions.snapshot(actor, tx -> {
            List<CursorEntry> entries = store.spaces(tx.spaces()).values().stream()
                    .map(space -> new CursorEntry(space.id(), space.head(), true, 0))
                    .sorted((a, b) -> CursorEntry.BY_ID.compare(a.space(), b.space()))
                    .limit(Cursor.ENTRIES_MAX)
                    .toList();
            return new Cursor(filter.generation(store.epoch()), filter.hash(), 0, entries).encode();
        });
    }

    /** Where a client wants to go on: from a cursor, from a time, or (both null) from the beginning. */
    private record From(@Nullable Cursor cursor, @Nullable Instant time) {}

    private static From from(@Nullable String text, SyncFilter filter) {
        if (text == null) {
            return new From(null, null);
        }
        if (text.length() == ULID_LENGTH || text.indexOf(':') >= 0) {
            return new From(null, time(text));
        }
        Cursor cursor = Cursor.decode(text);
        if (!Arrays.equals(cursor.filter(), filter.hash())) {
            throw new Problem(
                    Code.CURSOR_MISMATCH,
                    "The cursor belongs to other apps or spaces than those that are asked for here.");
        }
        return new From(cursor, null);
    }

    private static Instant time(String text) {
        try {
            return StartTime.parse(text).minus(OPEN_TRANSACTIONS);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Problem(
                    Code.CURSOR_INVALID, "The cursor is neither one of ours nor an ISO-8601 instant nor a ULID.");
        }
    }

    /** A page of one snapshot; empty when marks should get their numbers first and {@code patient} says to wait for them. */
    private Optional<SyncPage> page(Tx tx, SyncQuery query, SyncFilter filter, From from, boolean patient) {
        List<UUID> visible = tx.spaces().stream()
                .filter(filter::wants)
                .sorted(CursorEntry.BY_ID)
                .toList();
        boolean pending = store.pending(visible);
        if (pending && patient) {
            return Optional.empty();
        }
        if (visible.size() > Cursor.ENTRIES_MAX) {
            throw Problem.invalid(
                    "spaces",
                    "there are " + visible.size() + ", at most " + Cursor.ENTRIES_MAX
                            + " go into one cursor: name at most 100 of them");
        }
        Map<UUID, SyncStore.SpaceState> spaces = store.spaces(visible);
        byte[] generation = filter.generation(store.epoch());
        Instant time = from.time();
        Itinerary itinerary = time == null
                ? Itinerary.of(from.cursor(), generation, spaces.values())
                : Itinerary.ofTime(time, store.starts(visible, time), spaces.values());
        Map<FeedRow.Key, FeedRow.Pending> marks = pending ? store.marks(visible) : Map.of();
        Pull pull = new Pull(tx, filter, itinerary, spaces, marks);
        return Optional.of(pull.page(store, new PageData(sources, json), generation, query.limit()));
    }
}
