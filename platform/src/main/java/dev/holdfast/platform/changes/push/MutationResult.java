package dev.holdfast.platform.changes.push;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mutation.
 *
 * @param etag the record's tag now; null after a delete and for conflicts
 * @param members further members of the result, e.g. {@code current}, {@code merge}, {@code merged}, {@code conflict}
 */
public record MutationResult(Status status, @Nullable String etag, Map<String, Object> members) {

    /** How a mutation can end, apart from being rejected by a {@code Problem}. */
    public enum Status {
        APPLIED,
        CONFLICT
    }

    public MutationResult {
        members = Map.copyOf(members);
    }

    /** It was done. */
    public static MutationResult applied(@Nullable String etag) {
        return new MutationResult(Status.APPLIED, etag, Map.of());
    }

    /** Its base isn't current; nothing was done. */
    public static MutationResult conflict() {
        return new MutationResult(Status.CONFLICT, null, Map.of());
    }

    /** The same with a further member. */
    public MutationResult with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new MutationResult(status, etag, more);
    }
}
