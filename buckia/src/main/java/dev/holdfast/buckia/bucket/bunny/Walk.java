package dev.holdfast.buckia.bucket.bunny;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a tree whose folders are listed one by one, in the order of the keys' bytes, and asks for the next few folders
 * while one is looked at. One thread at a time.
 */
final class Walk {
    private static final int AHEAD = 4;

    private final Function<String, List<Child>> lister;
    private final ExecutorService threads;
    private final String after;
    private final Deque<Level> levels = new ArrayDeque<>();

    /**
     * A walk of what is below a prefix.
     *
     * @param lister lists one folder
     * @param threads where folders are listed ahead
     * @param after the key after which to begin, or empty
     */
    Walk(Function<String, List<Child>> lister, ExecutorService threads, String prefix, String after) {
        this.lister = lister;
        this.threads = threads;
        this.after = after;
        levels.push(new Level(sorted(lister.apply(prefix))));
    }

    /** The next objects, fewer only at the end. */
    List<ObjectInfo> next(int limit) {
        var found = new ArrayList<ObjectInfo>();
        while (found.size() < limit && !levels.isEmpty()) {
            var child = levels.element().next();
            if (child == null) {
                levels.pop();
            } else if (child.info() != null) {
                if (compare(child.key(), after) > 0) {
                    found.add(child.info());
                }
            } else if (isAhead(child)) {
                levels.push(new Level(levels.element().enter(child)));
            }
        }
        return found;
    }

    /** Whether something may follow. */
    boolean goesOn() {
        return !levels.isEmpty();
    }

    private boolean isAhead(Child folder) {
        return after.startsWith(folder.key()) || compare(folder.key(), after) > 0;
    }

    private static List<Child> sorted(List<Child> children) {
        children.sort(Comparator.comparing(Child::key, Walk::compare));
        return children;
    }

    /** By code points, which is the order of UTF-8's bytes. */
    static int compare(String one, String other) {
        int most = Math.min(one.length(), other.length());
        for (int at = 0; at < most; at++) {
            char left = one.charAt(at);
            char right = other.charAt(at);
            if (left != right) {
                boolean odd = Character.isSurrogate(left) != Character.isSurrogate(right);
                return odd ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /**
     * An object or a folder.
     *
     * @param key a folder's with a slash at the end
     * @param info the object's, or null for a folder
     */
    record Child(String key, @Nullable ObjectInfo info) {}

    /** One folder's children, and the listings of its folders that were asked for. */
    private final class Level {
        private final List<Child> children;
        private final Map<String, Future<List<Child>>> asked = new HashMap<>();
        private int at;

        Level(List<Child> children) {
            this.children = children;
        }

        @Nullable
        Child next() {
            return at < children.size() ? children.get(at++) : null;
        }

        List<Child> enter(Child folder) {
            ask(folder);
            for (int next = at; next < children.size() && asked.size() <= AHEAD; next++) {
                if (children.get(next).info() == null && isAhead(children.get(next))) {
                    ask(children.get(next));
                }
            }
            try {
                var listing = asked.remove(folder.key());
                return listing == null ? List.of() : sorted(listing.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BucketException(BucketError.CANCELED, "interrupted", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof BucketException failure
                        ? failure
                        : new BucketException(BucketError.UNAVAILABLE, "a folder's listing failed", e);
            }
        }

        private void ask(Child folder) {
            asked.computeIfAbsent(folder.key(), key -> threads.submit(() -> lister.apply(key)));
        }
    }
}
