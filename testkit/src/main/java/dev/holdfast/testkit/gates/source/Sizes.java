package dev.holdfast.testkit.gates.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Limits on how large files, methods, constructors and packages grow. */
final class Sizes {
    private static final int FILE_LINES_MAX = 400;
    private static final int TEST_FILE_LINES_MAX = 600;
    private static final int METHOD_LINES_MAX = 50;
    private static final int CONSTRUCTOR_PARAMETERS_MAX = 6;
    private static final int PACKAGE_FILES_MAX = 15;

    private Sizes() {}

    static List<Finding> findings(List<JavaSource> sources) {
        List<Finding> findings = new ArrayList<>();
        for (JavaSource source : sources) {
            fileLines(source, findings);
            new Members(source, findings).scan(source.unit(), null);
        }
        Map<String, Long> filesByFolder = sources.stream()
                .filter(source -> !source.fileName().equals("package-info.java"))
                .collect(Collectors.groupingBy(JavaSource::folder, TreeMap::new, Collectors.counting()));
        filesByFolder.forEach((folder, files) -> {
            if (files > PACKAGE_FILES_MAX) {
                String message = files + " files in one package, at most " + PACKAGE_FILES_MAX
                        + ": give a feature of it a package of its own";
                findings.add(new Finding(folder, "package-files", files.intValue(), message));
            }
        });
        return findings;
    }

    private static void fileLines(JavaSource source, List<Finding> findings) {
        int lines = source.lines().size();
        int limit = source.isTest() ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
        if (lines > limit) {
            String message = lines + " lines, at most " + limit + ": split the file by concept";
            findings.add(new Finding(source.path(), "file-lines", lines, message));
        }
    }

    private static final class Members extends TreeScanner<Void, Void> {
        private final JavaSource source;
        private final List<Finding> findings;
        private final Deque<ClassTree> classes = new ArrayDeque<>();

        Members(JavaSource source, List<Finding> findings) {
            this.source = source;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, Void nothing) {
            classes.push(type);
            super.visitClass(type, nothing);
            classes.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, Void nothing) {
            ClassTree owner = classes.element();
            String where = source.path() + "#" + owner.getSimpleName() + "." + method.getName();
            // From its brace on: annotations with a test's data are no steps.
            Tree steps = method.getBody() == null ? method : method.getBody();
            int lines = source.lastLine(method) - source.firstLine(steps) + 1;
            if (lines > METHOD_LINES_MAX) {
                String message = lines + " lines, at most " + METHOD_LINES_MAX + ": name its steps as methods";
                findings.add(new Finding(where, "method-lines", lines, message));
            }
            int parameters = method.getParameters().size();
            // A record's canonical constructor is as wide as the record, written out or not.
            boolean explicit = method.getName().contentEquals("<init>") && owner.getKind() != Tree.Kind.RECORD;
            if (explicit && parameters > CONSTRUCTOR_PARAMETERS_MAX) {
                String message = parameters + " constructor parameters, at most " + CONSTRUCTOR_PARAMETERS_MAX
                        + ": split the class or give the values a record";
                findings.add(new Finding(where, "constructor-parameters", parameters, message));
            }
            return super.visitMethod(method, nothing);
        }
    }
}
