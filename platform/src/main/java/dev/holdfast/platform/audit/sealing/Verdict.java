package dev.holdfast.platform.audit.sealing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the chains found.
 *
 * @param ok whether every chain is whole and every entry as it was written
 * @param entries how many linked entries were checked
 * @param heads where each chain that was checked ends
 * @param firstBroken the first thing that is wrong; null when nothing is
 * @param unsealed entries that wait for their link: the unlinked tail
 */
public record Verdict(
        boolean ok, long entries, List<End> heads, @Nullable Broken firstBroken, Tail unsealed) {

    /**
     * Where a chain ends.
     *
     * @param spaceId the space whose acts it links; null for the chain of acts outside of spaces
     * @param hash lower-case hexadecimal
     */
    public record End(@Nullable UUID spaceId, long seq, String hash, Instant at) {}

    /**
     * What is wrong.
     *
     * @param seq the number of the link; 0 when it isn't about one
     * @param entryId the entry; null when it isn't about one
     */
    public record Broken(
            @Nullable UUID spaceId, long seq, @Nullable UUID entryId, String reason) {}

    /** How many entries wait for their link, and since when. */
    public record Tail(long entries, @Nullable Instant oldestAt) {}
}
