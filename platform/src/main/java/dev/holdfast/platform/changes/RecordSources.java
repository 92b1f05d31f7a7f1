package dev.holdfast.platform.changes;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The kinds of record that are synced, and where each comes from. */
@Component
public final class RecordSources {
    /** The kind that a space is in its own feed; the feed itself knows how to read it. */
    public static final String SPACE = "space";

    /** The kind that a member is; its record's id is the account's. */
    public static final String MEMBER = "member";

    private final Map<String, RecordSource> byEntity = new TreeMap<>();

    RecordSources(ObjectProvider<RecordSource> sources) {
        sources.forEach(source -> {
            RecordSource other = byEntity.put(source.entity(), source);
            if (other != null || source.entity().equals(SPACE)) {
                throw new IllegalStateException(
                        "the kind " + source.entity() + " has two sources: " + source + " and " + other);
            }
        });
    }

    /** Where a kind comes from; empty for {@link #SPACE} and for kinds that aren't here. */
    public Optional<RecordSource> of(String entity) {
        return Optional.ofNullable(byEntity.get(entity));
    }

    /**
     * The kinds that a choice of apps stands for, the platform's own among them. Throws MALFORMED for an app that isn't here.
     *
     * @param apps empty for the kinds that are synced by default
     */
    public SortedSet<String> kinds(Collection<String> apps) {
        SortedSet<String> known = new TreeSet<>();
        SortedSet<String> kinds = new TreeSet<>(List.of(SPACE));
        for (RecordSource source : byEntity.values()) {
            known.add(source.app());
            boolean wanted = apps.isEmpty() ? source.syncedByDefault() : apps.contains(source.app());
            if (wanted || source.app().equals(RecordSource.PLATFORM)) {
                kinds.add(source.entity());
            }
        }
        List<String> unknown = new ArrayList<>(apps);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            known.remove(RecordSource.PLATFORM);
            throw new Problem(
                    Code.MALFORMED,
                    "apps: '" + unknown.getFirst() + "' isn't here, only " + String.join(", ", known) + ".");
        }
        return kinds;
    }
}
