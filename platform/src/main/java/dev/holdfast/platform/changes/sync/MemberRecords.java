package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.changes.RecordSource;
import dev.holdfast.platform.changes.RecordSources;
import dev.holdfast.platform.db.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The members of spaces, as the feed delivers them. */
@Component
final class MemberRecords implements RecordSource {
    private final SyncStore store;

    MemberRecords(SyncStore store) {
        this.store = store;
    }

    record MemberData(UUID userId, @Nullable String email, String role) {}

    @Override
    public String entity() {
        return RecordSources.MEMBER;
    }

    @Override
    public String app() {
        return PLATFORM;
    }

    @Override
    public boolean idsRepeat() {
        return true;
    }

    @Override
    public Map<UUID, MemberData> load(Tx tx, Collection<UUID> ids) {
        throw new UnsupportedOperationException("members are loaded space by space");
    }

    @Override
    public Map<UUID, MemberData> load(Tx tx, UUID space, Collection<UUID> ids) {
        return store.members(space, ids);
    }
}
