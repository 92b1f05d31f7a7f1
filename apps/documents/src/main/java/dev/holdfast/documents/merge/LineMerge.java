package dev.holdfast.documents.merge;

import java.util.List;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeChunk.ConflictState;
import org.eclipse.jgit.merge.MergeResult;

/** The merge of lines, as git does it: changes to lines that touch each other are a conflict. */
final class LineMerge {

    private final RawText base;
    private final RawText yours;
    private final RawText server;
    private final StringBuilder merged = new StringBuilder();

    LineMerge(RawText base, RawText yours, RawText server) {
        this.base = base;
        this.yours = yours;
        this.server = server;
    }

    Merge merge() {
        if (bytes(base) > Merge.BYTES_MAX || bytes(yours) > Merge.BYTES_MAX || bytes(server) > Merge.BYTES_MAX) {
            return wholeConflict();
        }
        MergeResult<RawText> result =
                new MergeAlgorithm(new BoundedDiff()).merge(RawTextComparator.DEFAULT, base, yours, server);
        for (MergeChunk chunk : result) {
            if (!append(chunk, result.getSequences())) {
                return wholeConflict();
            }
        }
        return new Merge(merged.toString(), !result.containsConflicts());
    }

    /** Appends a chunk; false where a line that had no end would be joined to the next one. */
    private boolean append(MergeChunk chunk, List<RawText> sides) {
        ConflictState state = chunk.getConflictState();
        if (state == ConflictState.BASE_CONFLICTING_RANGE) {
            // The markers name two sides only, and the range of the base can be off where a conflict was trimmed.
            return true;
        }
        String text = Lines.text(sides.get(chunk.getSequenceIndex()), chunk.getBegin(), chunk.getEnd());
        switch (state) {
            case FIRST_CONFLICTING_RANGE -> {
                marker("<<<<<<< yours");
                merged.append(text);
            }
            case NEXT_CONFLICTING_RANGE -> {
                marker("=======");
                merged.append(text);
                marker(">>>>>>> server");
            }
            default -> {
                if (!text.isEmpty() && !endsALine()) {
                    return false;
                }
                merged.append(text);
            }
        }
        return true;
    }

    private Merge wholeConflict() {
        merged.setLength(0);
        marker("<<<<<<< yours");
        merged.append(Lines.text(yours, 0, yours.size()));
        marker("=======");
        merged.append(Lines.text(server, 0, server.size()));
        marker(">>>>>>> server");
        return new Merge(merged.toString(), false);
    }

    /** Markers stand on lines of their own, which end as the lines of yours do. */
    private void marker(String text) {
        if (!endsALine()) {
            merged.append(lineEnd());
        }
        merged.append(text).append(lineEnd());
    }

    private boolean endsALine() {
        return merged.isEmpty() || merged.charAt(merged.length() - 1) == '\n';
    }

    private String lineEnd() {
        return yours.size() > 0 && Lines.text(yours, 0, 1).endsWith("\r\n") ? "\r\n" : "\n";
    }

    private static int bytes(RawText text) {
        return text.getRawContent().length;
    }
}
