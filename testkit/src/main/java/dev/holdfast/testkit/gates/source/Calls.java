package dev.holdfast.testkit.gates.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds banned calls, and warnings that are silenced without a reason. */
final class Calls extends TreeScanner<Void, Void> {
    private final JavaSource source;
    private final Map<String, List<Integer>> linesByRule = new TreeMap<>();
    private final Map<String, String> messages = new TreeMap<>();

    private Calls(JavaSource source) {
        this.source = source;
    }

    static List<Finding> findings(List<JavaSource> sources) {
        List<Finding> findings = new ArrayList<>();
        for (JavaSource source : sources) {
            Calls calls = new Calls(source);
            calls.scan(source.unit(), null);
            calls.linesByRule.forEach((rule, lines) -> findings.add(
                    new Finding(source.path(), rule, lines.size(), "line " + lines + ": " + calls.messages.get(rule))));
        }
        return findings;
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, Void nothing) {
        check(tree, tree.getQualifiedIdentifier().toString());
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
        check(tree, tree.toString());
        return super.visitMemberSelect(tree, nothing);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
        check(tree, tree.getQualifierExpression() + "." + tree.getName());
        return super.visitMemberReference(tree, nothing);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, Void nothing) {
        if (tree.getArguments().isEmpty()) {
            check(tree, "new " + tree.getIdentifier() + "()");
        }
        return super.visitNewClass(tree, nothing);
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, Void nothing) {
        String type = tree.getAnnotationType().toString();
        if (type.equals("SuppressWarnings") || type.equals("java.lang.SuppressWarnings")) {
            String line = source.lines().get(source.lastLine(tree) - 1);
            if (!line.matches(".*\\)\\s*//.{5,}")) {
                add("unexplained-suppression", tree, "give the reason in a comment on the annotation's own line");
            }
        }
        return super.visitAnnotation(tree, nothing);
    }

    private void check(Tree tree, String written) {
        // The tree prints a chained call over several lines; only the characters count.
        String flat = written.contains("new ") ? written : written.replaceAll("\\s+", "");
        for (BannedCall banned : BannedCall.ALL) {
            if (banned.matches(source.path(), flat)) {
                String shown = flat.length() > 60 ? flat.substring(flat.length() - 60) : flat;
                add(banned.rule(), tree, shown + " is banned: " + banned.instead());
            }
        }
    }

    private void add(String rule, Tree tree, String message) {
        linesByRule.computeIfAbsent(rule, key -> new ArrayList<>()).add(source.firstLine(tree));
        messages.putIfAbsent(rule, message);
    }
}
