package dev.holdfast.server.transfer;

import java.io.PrintWriter;
import java.util.Locale;

/** Says how far something is: a bar that grows on a terminal, a line now and then elsewhere. Safe for many threads. */
public final class Progress {
    private static final int WIDTH = 30;
    private static final long PERIOD_NS = 100_000_000L;
    private static final int LINES = 10;

    private final PrintWriter out;
    private final boolean terminal;
    private final String what;
    private final int total;
    private final boolean percent;
    private int done;
    private long shownAt;
    private int linesShown;

    /** @param total how many steps there are */
    public Progress(PrintWriter out, boolean terminal, String what, int total) {
        this(out, terminal, what, total, false);
    }

    private Progress(PrintWriter out, boolean terminal, String what, int total, boolean percent) {
        this.out = out;
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.percent = percent;
    }

    /** Of something that is known in hundredths alone; a line now and then. */
    static Progress ofPercent(PrintWriter out, String what) {
        return new Progress(out, false, what, 100, true);
    }

    /** Some more steps are done. */
    public synchronized void add(int steps) {
        done += steps;
        if (terminal) {
            bar();
        } else {
            line();
        }
    }

    private void bar() {
        long now = System.nanoTime();
        if (done < total && now - shownAt < PERIOD_NS) {
            return;
        }
        shownAt = now;
        int full = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
        out.print(String.format(
                Locale.ROOT, "\r%s [%s%s] %d of %d", what, "#".repeat(full), "-".repeat(WIDTH - full), done, total));
        if (done >= total) {
            out.println();
        }
        out.flush();
    }

    private void line() {
        int due = total == 0 ? LINES : (int) ((long) LINES * done / total);
        if (due > linesShown) {
            linesShown = due;
            out.println(what + ": " + (percent ? done + " %" : done + " of " + total));
            out.flush();
        }
    }
}
