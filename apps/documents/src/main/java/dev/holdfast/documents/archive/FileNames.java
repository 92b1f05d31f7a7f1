package dev.holdfast.documents.archive;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names wished for, each given out once: no two equal but for case or normal form, and none the folder of another. */
final class FileNames {

    private final Deque<String> wished = new ArrayDeque<>();
    private final Set<String> folders = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Wishes for a name. All wishes come before the first {@link #next}. */
    void add(String name) {
        wished.add(name);
        folders.addAll(parents(key(name)));
    }

    /** The name given for the next wish, in their order. */
    String next() {
        String name = wished.remove();
        String given = name;
        int dot = name.lastIndexOf('.');
        int end = dot > name.lastIndexOf('/') + 1 ? dot : name.length();
        while (folders.contains(key(given)) || !taken.add(key(given))) {
            int number = numbers.merge(key(name), 2, (before, first) -> before + 1);
            given = name.substring(0, end) + "~" + number + name.substring(end);
        }
        return given;
    }

    private static String key(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return Normalizer.normalize(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static List<String> parents(String key) {
        List<String> parents = new ArrayList<>();
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            parents.add(key.substring(0, slash));
        }
        return parents;
    }
}
