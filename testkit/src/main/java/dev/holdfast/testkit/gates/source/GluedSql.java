package dev.holdfast.testkit.gates.source;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds SQL that a store puts together from pieces, by {@code +}, a format or a builder. */
final class GluedSql extends TreeScanner<Void, Void> {
    private static final Pattern SQL = Pattern.compile(
            "(?is)^\\s*(?:select\\s|insert\\s+into\\s|update\\s+[\\w.]+\\s*(?:set\\s.*)?$"
                    + "|delete\\s+from\\s|with\\s+\\w+\\s+as\\b|truncate\\s|where\\s|from\\s+\\w|order\\s+by\\b|group\\s+by\\b"
                    + "|limit\\s|returning\\s|(?:left\\s+|inner\\s+)?join\\s|values\\s*\\(|on\\s+conflict\\b|union\\b).*");
    private static final Set<String> GLUE = Set.of("formatted", "append", "concat", "replace");

    private final JavaSource source;
    private final List<Integer> lines = new ArrayList<>();

    private GluedSql(JavaSource source) {
        this.source = source;
    }

    static List<Finding> findings(List<JavaSource> sources) {
        List<Finding> findings = new ArrayList<>();
        for (JavaSource source : sources) {
            if (source.isMain() && source.fileName().endsWith("Store.java")) {
                GluedSql glued = new GluedSql(source);
                glued.scan(source.unit(), null);
                if (!glued.lines.isEmpty()) {
                    String message = "line " + glued.lines
                            + ": SQL glued from pieces: write one named text block with named" + " parameters";
                    findings.add(new Finding(source.path(), "glued-sql", glued.lines.size(), message));
                }
            }
        }
        return findings;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, Void nothing) {
        boolean plus = tree.getKind() == Tree.Kind.PLUS;
        if (plus && (isSql(tree.getLeftOperand()) || isSql(tree.getRightOperand()))) {
            lines.add(source.firstLine(tree));
        }
        return super.visitBinary(tree, nothing);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
        if (tree.getMethodSelect() instanceof MemberSelectTree select) {
            boolean sqlFirst = isSql(select.getExpression());
            boolean sqlGiven = tree.getArguments().stream().anyMatch(GluedSql::isSql);
            String called = select.getIdentifier().toString();
            boolean format = select.toString().endsWith("String.format") || called.equals("append");
            if (sqlFirst && GLUE.contains(called) || sqlGiven && format) {
                lines.add(source.firstLine(tree));
            }
        }
        return super.visitMethodInvocation(tree, nothing);
    }

    private static boolean isSql(ExpressionTree tree) {
        ExpressionTree inner = tree;
        while (inner instanceof ParenthesizedTree parenthesized) {
            inner = parenthesized.getExpression();
        }
        return inner instanceof LiteralTree literal
                && literal.getValue() instanceof String text
                && SQL.matcher(text).matches();
    }
}
