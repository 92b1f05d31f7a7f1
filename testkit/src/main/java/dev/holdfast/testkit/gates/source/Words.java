package dev.holdfast.testkit.gates.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds words that no file of the repository holds: promises, addresses of registries, paths of one machine. */
final class Words {
    // Put together from pieces so that this file doesn't hold them itself.
    private static final List<Word> WORDS = List.of(
            new Word("promise", ".*", "\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b", "do it, or open an issue"),
            new Word(
                    "registry-host",
                    ".*",
                    "(?i)\\brepo[0-9]?\\." + "maven|\\bregistry\\." + "npmjs|\\bdeb\\." + "debian|proxy\\."
                            + "golang\\.org",
                    "leave the address to the reader's settings"),
            new Word(
                    "machine-path",
                    ".*",
                    "(?<![\\w.}/-])/wo" + "rk/|/root/\\.",
                    "use a path relative to the repository"),
            new Word(
                    "machine-path",
                    ".*\\.md",
                    "(?<![\\w.}/-])/(?:tm" + "p|ho" + "me)/\\w",
                    "use a path relative to the repository"));

    private Words() {}

    static List<Finding> findings(SourceTree tree) {
        List<Finding> findings = new ArrayList<>();
        for (String path : tree.paths()) {
            for (Word word : WORDS) {
                if (path.matches(word.paths())) {
                    tree.text(path).ifPresent(text -> find(path, text, word, findings));
                }
            }
        }
        return findings;
    }

    private static void find(String path, String text, Word word, List<Finding> findings) {
        Pattern pattern = Pattern.compile(word.pattern());
        List<Integer> hits = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            if (pattern.matcher(lines.get(at)).find()) {
                hits.add(at + 1);
            }
        }
        if (!hits.isEmpty()) {
            String message = "line " + hits + ": " + word.instead();
            findings.add(new Finding(path, word.rule(), hits.size(), message));
        }
    }

    private record Word(String rule, String paths, String pattern, String instead) {}
}
