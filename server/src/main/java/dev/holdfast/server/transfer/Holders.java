package dev.holdfast.server.transfer;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * On which document a file that is no text hangs: the index of its folder ({@code README}, {@code index}, or the document
 * called like the folder), else that of the nearest folder above; where there is none, the first document of its folder, else
 * the first of all, by path.
 */
public final class Holders {
    private static final List<String> INDEXES = List.of("readme", "index");

    private final NavigableMap<String, String> byLowerCase = new TreeMap<>();
    private final NavigableMap<String, Boolean> all = new TreeMap<>();

    /** @param titles the documents' titles, which are their paths */
    public Holders(Collection<String> titles) {
        for (String title : titles) {
            all.put(title, true);
            byLowerCase.putIfAbsent(title.toLowerCase(Locale.ROOT), title);
        }
    }

    /** The holder's title; empty when there is no document at all. */
    public Optional<String> of(String path) {
        for (String folder = parent(path); ; folder = parent(folder)) {
            Optional<String> index = index(folder);
            if (index.isPresent()) {
                return index;
            }
            if (folder.isEmpty()) {
                return firstBeside(path);
            }
        }
    }

    private Optional<String> index(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        for (String index : name.isEmpty() ? INDEXES : List.of(INDEXES.get(0), INDEXES.get(1), name)) {
            String found = byLowerCase.get((prefix + index + ".md").toLowerCase(Locale.ROOT));
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private Optional<String> firstBeside(String path) {
        String folder = parent(path);
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return all.tailMap(prefix, true).keySet().stream()
                .takeWhile(title -> title.startsWith(prefix))
                .filter(title -> parent(title).equals(folder))
                .findFirst()
                .or(() -> all.keySet().stream().findFirst());
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
