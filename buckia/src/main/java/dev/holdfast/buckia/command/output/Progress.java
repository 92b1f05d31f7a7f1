package dev.holdfast.buckia.command.output;

import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** A line on the terminal that says how far a sync is, at most ten times a second. */
public final class Progress implements SyncListener {
    private static final long EVERY_NANOSECONDS = 100_000_000;
    private static final int WIDTH = 24;

    private final PrintStream terminal;
    private final AtomicLong bytesDone = new AtomicLong();
    private final AtomicLong filesDone = new AtomicLong();
    private final AtomicLong shown = new AtomicLong();
    private volatile long bytes;
    private volatile long files;

    /** A line on this terminal. */
    public Progress(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void planned(List<Action> actions) {
        files += actions.stream().filter(Action::isVisible).count();
        bytes += actions.stream().mapToLong(Progress::size).sum();
    }

    @Override
    public void moved(Action action, long count) {
        bytesDone.addAndGet(count);
        show(false);
    }

    @Override
    public void done(Action action) {
        if (action.isVisible()) {
            filesDone.incrementAndGet();
            show(false);
        }
    }

    /** Takes the line away. */
    public void clear() {
        if (shown.get() != 0) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }

    /** Bytes as people read them. */
    public static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double shownBytes = bytes;
        int unit = -1;
        while (shownBytes >= 1_000 && unit < 3) {
            shownBytes /= 1_000;
            unit++;
        }
        return String.format(
                Locale.ROOT,
                "%.1f %s",
                shownBytes,
                List.of("kB", "MB", "GB", "TB").get(unit));
    }

    private void show(boolean always) {
        long now = System.nanoTime();
        long last = shown.get();
        if ((always || now - last > EVERY_NANOSECONDS) && shown.compareAndSet(last, now)) {
            double share =
                    bytes == 0 ? (double) filesDone.get() / Math.max(1, files) : (double) bytesDone.get() / bytes;
            int full = Math.clamp(Math.round(share * WIDTH), 0, WIDTH);
            terminal.print("\r\u001b[K[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + filesDone.get() + "/"
                    + files + " files, " + size(bytesDone.get()) + " of " + size(bytes));
            terminal.flush();
        }
    }

    private static long size(Action action) {
        return switch (action.kind()) {
            case UPLOAD -> action.local() == null ? 0 : action.local().size();
            case DOWNLOAD, KEEP_BOTH ->
                action.remote() == null ? 0 : action.remote().size();
            default -> 0;
        };
    }
}
