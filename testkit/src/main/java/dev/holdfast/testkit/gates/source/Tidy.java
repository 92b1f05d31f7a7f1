package dev.holdfast.testkit.gates.source;

import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.gates.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the files of a repository may look like: sizes, names, banned calls, banned words. Known exceptions stand in a file
 * beside the goldens and may only shrink.
 */
public final class Tidy {
    private static final String REMARK =
            "# Known exceptions to the tidy gate: where rule measure. Entries may only shrink; the command for that is\n# "
                    + Golden.UPDATE_COMMAND + "\n";

    private Tidy() {}

    /**
     * Looks at every file under a folder.
     *
     * @param root the repository's root
     * @param ratchet the file of known exceptions; a missing one is empty. With {@code -DupdateGoldens=true} it is
     *     rewritten with what has shrunk
     */
    public static List<Violation> violations(Path root, Path ratchet) {
        List<Finding> findings = findings(root);
        try {
            Ratchet known = new Ratchet(Files.exists(ratchet) ? Files.readString(ratchet) : "");
            if (Golden.updating() && Files.exists(ratchet)) {
                String text = REMARK + known.shrunk(findings);
                Files.writeString(ratchet, text);
                known = new Ratchet(text);
            }
            return known.violations(findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Finding> findings(Path root) {
        SourceTree tree = new SourceTree(root);
        List<JavaSource> sources = tree.parse();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(Sizes.findings(sources));
        findings.addAll(Names.findings(sources));
        findings.addAll(Calls.findings(sources));
        findings.addAll(GluedSql.findings(sources));
        findings.addAll(Words.findings(tree));
        return findings;
    }
}
