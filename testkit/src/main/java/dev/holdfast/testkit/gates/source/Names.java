package dev.holdfast.testkit.gates.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What types are called, and that each package says in a sentence what it is and is {@code @NullMarked}. */
final class Names {
    private static final Pattern EMPTY_SUFFIX = Pattern.compile(".*(Impl|Manager|Helper|Util|Utils|Dto|DTO)");
    private static final Pattern SENTENCE = Pattern.compile("(?s)^\\s*/\\*\\*.{3,}?[.!?:].*?\\*/.*\\bpackage\\s.*");

    private Names() {}

    static List<Finding> findings(List<JavaSource> sources) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Boolean> described = new TreeMap<>();
        for (JavaSource source : sources) {
            new Types(source, findings).scan(source.unit(), null);
            if (source.isMain() && !source.fileName().equals("module-info.java")) {
                described.merge(source.folder(), isDescription(source), Boolean::logicalOr);
            }
        }
        described.forEach((folder, done) -> {
            if (!done) {
                String message = "needs a package-info.java with one sentence of javadoc and @NullMarked";
                findings.add(new Finding(folder, "package-info", 1, message));
            }
        });
        return findings;
    }

    private static boolean isDescription(JavaSource source) {
        if (!source.fileName().equals("package-info.java")) {
            return false;
        }
        String text = String.join("\n", source.lines());
        boolean nullMarked = source.unit().getPackageAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
        return nullMarked && SENTENCE.matcher(text).matches();
    }

    private static final class Types extends TreeScanner<Void, Void> {
        private final JavaSource source;
        private final List<Finding> findings;

        Types(JavaSource source, List<Finding> findings) {
            this.source = source;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, Void nothing) {
            Matcher suffix = EMPTY_SUFFIX.matcher(type.getSimpleName());
            if (suffix.matches()) {
                String message = "a name that ends in " + suffix.group(1) + " says nothing: name what it is or does";
                findings.add(new Finding(source.path() + "#" + type.getSimpleName(), "type-name", 1, message));
            }
            return super.visitClass(type, nothing);
        }
    }
}
