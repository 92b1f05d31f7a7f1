package dev.holdfast.buckia.sync;

import java.util.List;

/**
 * Which paths take part.
 *
 * @param paths {@code dir/} for a tree, {@code name} for a file, in order of priority; none for all
 * @param include if any: only what fits one of them
 * @param exclude never what fits one of them
 */
public record Selection(List<String> paths, List<Glob> include, List<Glob> exclude) {
    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Selection {
        paths = List.copyOf(paths);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Whether a file takes part. */
    public boolean takes(String path) {
        return priority(path) < Integer.MAX_VALUE
                && (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(path)))
                && exclude.stream().noneMatch(glob -> glob.matches(path));
    }

    /** Whether something below a folder may take part; the folder's path ends with a slash. */
    public boolean mayTakeBelow(String folder) {
        return paths.isEmpty()
                || paths.stream()
                        .anyMatch(path -> path.startsWith(folder) || path.endsWith("/") && folder.startsWith(path));
    }

    /** Place of the first of {@link #paths} that names the file; the largest number if none does. */
    public int priority(String path) {
        if (paths.isEmpty()) {
            return 0;
        }
        for (int at = 0; at < paths.size(); at++) {
            var each = paths.get(at);
            if (each.endsWith("/") ? path.startsWith(each) : path.equals(each)) {
                return at;
            }
        }
        return Integer.MAX_VALUE;
    }
}
