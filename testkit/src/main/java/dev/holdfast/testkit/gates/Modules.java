package dev.holdfast.testkit.gates;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which module may use which, written down as data, and what may be used only in one layer. A module is the first package
 * under the base package.
 *
 * @param base package that holds the modules, for example {@code dev.holdfast}
 * @param arrows each module with those it may use; a module that isn't named is a violation
 * @param layers what may be used only in some places
 */
public record Modules(String base, Map<String, Set<String>> arrows, List<Layer> layers) {
    private static final int CYCLE_CHARACTERS_MAX = 2_000;

    /**
     * Packages that may be used only in some places.
     *
     * @param rule the rule's short name
     * @param packages the packages, each with those below it, for example {@code java.sql}
     * @param suffix top-level classes of this name's end may use them
     * @param homes packages below the base, each with those below it, that may use them
     */
    public record Layer(String rule, Set<String> packages, String suffix, Set<String> homes) {}

    /** The classes of a package and those below it, tests left out. */
    public static JavaClasses mainClasses(String base) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(base);
    }

    /** What breaks the arrows and layers, and every cycle of packages; one violation a class and used package. */
    public List<Violation> violations(JavaClasses classes) {
        Set<Violation> violations = new TreeSet<>(cycles(classes));
        for (JavaClass user : classes) {
            String module = moduleOf(user);
            if (!arrows.containsKey(module)) {
                violations.add(new Violation(module, "module", "is not among the declared modules"));
            }
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                arrow(user, used, violations);
                layers.forEach(layer -> layer(layer, user, used, violations));
            }
        }
        return List.copyOf(violations);
    }

    private List<Violation> cycles(JavaClasses classes) {
        List<String> details = SlicesRuleDefinition.slices()
                .matching(base + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
        List<Violation> violations = new ArrayList<>();
        for (String detail : details) {
            String text = detail.length() > CYCLE_CHARACTERS_MAX ? detail.substring(0, CYCLE_CHARACTERS_MAX) : detail;
            violations.add(new Violation(base, "package-cycle", text));
        }
        return violations;
    }

    private void arrow(JavaClass user, JavaClass used, Set<Violation> violations) {
        if (!isBelow(used.getPackageName(), base)) {
            return;
        }
        String from = moduleOf(user);
        String to = moduleOf(used);
        if (!from.equals(to) && !arrows.getOrDefault(from, Set.of()).contains(to)) {
            violations.add(new Violation(
                    topLevel(user), "module-arrow", "uses " + topLevel(used) + ": " + from + " may not use " + to));
        }
    }

    private void layer(Layer layer, JavaClass user, JavaClass used, Set<Violation> violations) {
        boolean concerned = layer.packages().stream().anyMatch(each -> isBelow(used.getPackageName(), each));
        if (!concerned || topLevel(user).endsWith(layer.suffix())) {
            return;
        }
        if (layer.homes().stream().noneMatch(home -> isBelow(user.getPackageName(), base + "." + home))) {
            String message =
                    "uses " + used.getPackageName() + ": only *" + layer.suffix() + " and " + layer.homes() + " may";
            violations.add(new Violation(topLevel(user), layer.rule(), message));
        }
    }

    private String moduleOf(JavaClass type) {
        String rest =
                type.getPackageName().equals(base) ? "" : type.getPackageName().substring(base.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static String topLevel(JavaClass type) {
        int dollar = type.getName().indexOf('$');
        return dollar < 0 ? type.getName() : type.getName().substring(0, dollar);
    }

    private static boolean isBelow(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }
}
