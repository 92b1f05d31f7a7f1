package dev.holdfast.buckia.tree;

import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.Problem;
import java.util.List;
import java.util.Map;

/**
 * What a look at the folder found.
 *
 * @param files by path
 * @param problems paths that were left alone
 * @param refreshed what is known, with a better stamp: read again and found unchanged
 * @param now the file system's time at the start of the look, in nanoseconds since 1970
 */
public record Found(Map<String, LocalFile> files, List<Problem> problems, List<Known> refreshed, long now) {

    /** Whether nothing can be said of a path, so that its absence means nothing. */
    public boolean isBlind(String path) {
        for (var problem : problems) {
            var left = problem.path();
            if (path.startsWith(left)
                    && (path.length() == left.length() || left.endsWith("/") || path.charAt(left.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
