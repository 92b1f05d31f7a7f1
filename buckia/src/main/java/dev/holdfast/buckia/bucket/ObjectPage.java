package dev.holdfast.buckia.bucket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param objects what it holds
 * @param next cursor of the page that follows, or null if this is the last
 */
public record ObjectPage(List<ObjectInfo> objects, @Nullable String next) {
    /** Copies the list. */
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
