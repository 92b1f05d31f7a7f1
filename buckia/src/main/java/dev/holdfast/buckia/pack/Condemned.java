package dev.holdfast.buckia.pack;

import dev.holdfast.buckia.bucket.ObjectInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deletes in two steps, so that nothing goes that somebody is about to refer to: what is useless is written down, and deleted
 * by a later run if it is useless still when the note is older than the grace time. Time is the bucket's alone.
 */
public final class Condemned {
    private static final String LISTS = ".buckia/gc/";

    private final ContentStore contents;
    private final Duration grace;
    private @Nullable Set<String> noted;

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
        var now = BucketClock.now(contents.bucket()).orElse(null);
        var waiting = new HashSet<String>();
        var due = new TreeMap<String, Instant>();
        var old = new ArrayList<String>();
        for (var list : contents.list(LISTS)) {
            var lines = lines(list.key());
            if (!lines.getFirst().equals(prefix)) {
                continue;
            }
            var written = list.modified();
            if (written != null && now != null && !written.plus(grace).isAfter(now)) {
                old.add(list.key());
                lines.subList(1, lines.size()).forEach(key -> due.merge(key, written, Condemned::later));
            } else {
                waiting.addAll(lines);
            }
        }
        due.keySet().retainAll(useless);
        due.entrySet().removeIf(each -> isWrittenAgain(each.getKey(), each.getValue()));
        due.keySet().forEach(contents.bucket()::delete);
        // Only now: as long as a list names something, nobody begins to refer to it.
        old.forEach(contents.bucket()::delete);
        var fresh = new TreeSet<>(useless);
        fresh.removeAll(due.keySet());
        fresh.removeAll(waiting);
        if (!fresh.isEmpty()) {
            var text = prefix + "\n" + String.join("\n", fresh) + "\n";
            var unused = contents.put(LISTS, text.getBytes(StandardCharsets.UTF_8), false);
        }
        return due.size();
    }

    /** Whether a list names the key, so that it may be deleted at any time: who needs its content writes it under another name. */
    public boolean isNoted(String key) {
        var known = noted;
        if (known == null) {
            known = new HashSet<>();
            for (var list : contents.list(LISTS)) {
                known.addAll(lines(list.key()));
            }
            noted = known;
        }
        return known.contains(key);
    }

    private List<String> lines(String list) {
        try {
            var lines = new String(contents.get(list), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.isEmpty() ? List.of("") : lines;
        } catch (DamagedException _) {
            // Another collection has taken it away, after what it named; or it says nothing that can be believed.
            return List.of("");
        }
    }

    /** Whether somebody wrote it after it was noted, not knowing of the note. */
    private boolean isWrittenAgain(String key, Instant noted) {
        return contents.bucket()
                .head(key)
                .map(ObjectInfo::modified)
                .filter(written -> written.isAfter(noted))
                .isPresent();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
