package dev.holdfast.documents.merge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.util.QuotedString;

/** Unified diffs ({@code text/x-diff}, POSIX {@code diff -u} with git's header) that {@code patch} and {@code git apply} take. */
public final class UnifiedDiff {

    /** Lines of context around a change. */
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /**
     * The changes that lead from {@code from} to {@code to}, empty where there are none. Names go behind {@code a/} and
     * {@code b/}, quoted as git does where they hold control characters, quotes or backslashes.
     *
     * @throws IllegalArgumentException when a text holds a lone surrogate
     */
    public static String between(String fromName, String from, String toName, String to) {
        RawText a = Lines.of(from);
        RawText b = Lines.of(to);
        EditList edits = new BoundedDiff().diff(RawTextComparator.DEFAULT, a, b);
        if (edits.isEmpty()) {
            return "";
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.setContext(CONTEXT);
            formatter.format(edits, a, b);
            formatter.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "--- " + header("a/" + fromName) + "\n+++ " + header("b/" + toName) + "\n"
                + out.toString(StandardCharsets.UTF_8);
    }

    /** A tab ends a name with blanks in it, or tools would take what follows the blank for a date. */
    private static String header(String name) {
        String quoted = QuotedString.GIT_PATH_MINIMAL.quote(name);
        return quoted.equals(name) && name.indexOf(' ') >= 0 ? name + "\t" : quoted;
    }
}
