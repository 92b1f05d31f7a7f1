package dev.holdfast.server.transfer;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of each file. Safe for many threads. */
public final class Report {
    private static final int SHOWN_MAX = 200;

    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger replaced = new AtomicInteger();
    private final AtomicInteger attached = new AtomicInteger();
    private final AtomicInteger emptyFolders = new AtomicInteger();
    private final Map<String, String> skipped = new ConcurrentSkipListMap<>();
    private final Map<String, String> failed = new ConcurrentSkipListMap<>();

    void created() {
        created.incrementAndGet();
    }

    void unchanged() {
        unchanged.incrementAndGet();
    }

    void replaced() {
        replaced.incrementAndGet();
    }

    void attached() {
        attached.incrementAndGet();
    }

    void emptyFolders(int kept) {
        emptyFolders.addAndGet(kept);
    }

    /** A file that was left out on purpose. */
    void skip(String path, String reason) {
        skipped.put(path, reason);
    }

    /** A file that should have been brought in and wasn't. */
    void fail(String path, String reason) {
        failed.put(path, reason);
    }

    /** Whether everything that should have been brought in was. */
    public boolean complete() {
        return failed.isEmpty();
    }

    /** Files left out on purpose, with the reasons. */
    public Map<String, String> skippedFiles() {
        return Collections.unmodifiableMap(new TreeMap<>(skipped));
    }

    /** Files that weren't brought in, with the reasons. */
    public Map<String, String> failedFiles() {
        return Collections.unmodifiableMap(new TreeMap<>(failed));
    }

    /** How many documents were made, found as they should be, and given another content. */
    public List<Integer> documents() {
        return List.of(created.get(), unchanged.get(), replaced.get());
    }

    /** Tells it all. */
    public void print(PrintWriter out) {
        out.println(created.get() + " documents created, " + replaced.get() + " replaced, " + unchanged.get()
                + " there already; " + attached.get() + " attachments uploaded; " + emptyFolders.get()
                + " empty folders kept; " + skipped.size() + " left out, "
                + failed.size()
                + " failed.");
        list(out, "left out", skipped);
        list(out, "failed", failed);
        out.flush();
    }

    private static void list(PrintWriter out, String what, Map<String, String> files) {
        files.entrySet().stream()
                .limit(SHOWN_MAX)
                .forEach(file -> out.println("  " + what + ": " + file.getKey() + ": " + file.getValue()));
        if (files.size() > SHOWN_MAX) {
            out.println("  … and " + (files.size() - SHOWN_MAX) + " more");
        }
    }
}
