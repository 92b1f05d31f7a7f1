package dev.holdfast.platform.changes;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a round of numbering brought.
 *
 * @param complete whether {@code heads} and {@code accounts} are all of it; if not, look at the database
 * @param heads the spaces whose feed grew, with their highest version
 * @param accounts the accounts whose membership somewhere may have changed
 */
public record Round(boolean complete, Map<UUID, Long> heads, Set<UUID> accounts) {
    /** Something may have happened. */
    public static final Round UNKNOWN = new Round(false, Map.of(), Set.of());

    public Round {
        heads = Map.copyOf(heads);
        accounts = Set.copyOf(accounts);
    }
}
