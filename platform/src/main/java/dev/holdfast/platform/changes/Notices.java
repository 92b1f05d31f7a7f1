package dev.holdfast.platform.changes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;

/** The payload of the numberer's NOTIFY (docs/formats/change-feed.md, NOTIFY). */
final class Notices {
    static final String CHANNEL = "holdfast_changes";

    private static final int PAYLOAD_BYTES_MAX = 7_900;
    private static final String TOO_MUCH = "*";

    private Notices() {}

    static String write(Round round) {
        StringJoiner items = new StringJoiner(",");
        round.heads().forEach((space, head) -> items.add(space + ":" + head));
        round.accounts().forEach(account -> items.add("@" + account));
        return items.length() > PAYLOAD_BYTES_MAX ? TOO_MUCH : items.toString();
    }

    /** What a payload says; {@link Round#UNKNOWN} when it says nothing that can be read. */
    static Round read(String payload) {
        Map<UUID, Long> heads = new HashMap<>();
        Set<UUID> accounts = new HashSet<>();
        try {
            for (String item : payload.split(",")) {
                if (item.startsWith("@")) {
                    accounts.add(UUID.fromString(item.substring(1)));
                } else {
                    int colon = item.indexOf(':');
                    heads.put(UUID.fromString(item.substring(0, colon)), Long.valueOf(item.substring(colon + 1)));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Round.UNKNOWN;
        }
        return heads.isEmpty() && accounts.isEmpty() ? Round.UNKNOWN : new Round(true, heads, accounts);
    }
}
