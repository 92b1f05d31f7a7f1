package dev.holdfast.buckia.pack;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deletes in two steps, so that nothing goes that somebody is about to refer to: what is useless is written down, and deleted
 * by a later run if it is useless still when the note is older than the grace time. Time is the bucket's alone.
 */
public final class Condemned {
    private static final String LISTS = ".buckia/gc/";
    private static final String CLOCK = ".buckia/clock";

    private final ContentStore contents;
    private final Duration grace;

    /** What was noted in a bucket; the grace time is longer than any upload takes. */
    public Condemned(ContentStore contents, Duration grace) {
        this.contents = contents;
        this.grace = grace;
    }

    /**
     * Deletes what is useless and was noted long ago; notes the rest.
     *
     * @param useless keys, found so just now
     * @param prefix what keys of this kind begin with; other kinds' notes are left alone
     * @return how many were deleted
     */
    public int delete(Set<String> useless, String prefix) {
        var now = now();
        var noted = new HashSet<String>();
        var due = new TreeSet<String>();
        for (var list : contents.list(LISTS)) {
            var lines = new String(contents.get(list.key()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!lines.getFirst().equals(prefix)) {
                continue;
            }
            noted.addAll(lines);
            if (isOld(list, now)) {
                due.addAll(lines.subList(1, lines.size()));
            }
        }
        due.retainAll(useless);
        due.forEach(contents.bucket()::delete);
        dropOld(prefix, now);
        var fresh = new TreeSet<>(useless);
        fresh.removeAll(due);
        fresh.removeAll(noted);
        if (!fresh.isEmpty()) {
            var text = prefix + "\n" + String.join("\n", fresh) + "\n";
            var unused = contents.put(LISTS, text.getBytes(StandardCharsets.UTF_8), false);
        }
        return due.size();
    }

    private void dropOld(String prefix, @Nullable Instant now) {
        for (var list : contents.list(LISTS)) {
            if (isOld(list, now)
                    && new String(contents.get(list.key()), StandardCharsets.UTF_8).startsWith(prefix + "\n")) {
                contents.bucket().delete(list.key());
            }
        }
    }

    private boolean isOld(ObjectInfo list, @Nullable Instant now) {
        var written = list.modified();
        return written != null && now != null && !written.plus(grace).isAfter(now);
    }

    /** What the bucket's own clock says; null if it doesn't tell. */
    private @Nullable Instant now() {
        var unused = contents.bucket().put(CLOCK, Body.of(new byte[] {'\n'}));
        return contents.bucket().head(CLOCK).map(ObjectInfo::modified).orElse(null);
    }
}
