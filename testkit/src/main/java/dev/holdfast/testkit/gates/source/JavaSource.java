package dev.holdfast.testkit.gates.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A parsed Java file.
 *
 * @param path relative to the repository
 * @param unit its tree
 * @param positions where the tree's nodes lie in the text
 */
record JavaSource(String path, CompilationUnitTree unit, SourcePositions positions) {
    boolean isTest() {
        return path.contains("src/test/");
    }

    boolean isMain() {
        return path.contains("src/main/");
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String folder() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** First line of a node, counted from 1; 0 where the compiler made it up. */
    int firstLine(Tree tree) {
        return line(positions.getStartPosition(unit, tree));
    }

    int lastLine(Tree tree) {
        return line(positions.getEndPosition(unit, tree));
    }

    List<String> lines() {
        try {
            return unit.getSourceFile().getCharContent(true).toString().lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int line(long position) {
        return position < 0 ? 0 : (int) unit.getLineMap().getLineNumber(position);
    }
}
