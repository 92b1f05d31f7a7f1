package dev.holdfast.testkit.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModulesTest {
    private static final String BASE = "dev.holdfast.testkit.gates.sample";
    private static final Modules.Layer SQL =
            new Modules.Layer("sql", Set.of("java.sql"), "Store", Set.of("platform.db"));
    private static final Modules MODULES = new Modules(
            BASE,
            Map.of("platform", Set.of(), "shop", Set.of("platform"), "lending", Set.of("platform")),
            List.of(SQL));

    @Test
    void findsNothingWhereArrowsAndLayersHold() {
        JavaClasses classes = new ClassFileImporter().importPackages(BASE + ".platform");

        assertThat(MODULES.violations(classes)).isEmpty();
    }

    @Test
    void refusesArrowsThatAreNotDeclared() {
        assertThat(of("module-arrow")).containsExactly(BASE + ".lending.Loan", BASE + ".shop.Shop");
    }

    @Test
    void refusesModulesThatAreNotDeclared() {
        assertThat(of("module")).containsExactly("stray");
    }

    @Test
    void refusesPackageCycles() {
        assertThat(of("package-cycle")).containsExactly(BASE);
    }

    @Test
    void refusesSqlOutsideOfStores() {
        assertThat(of("sql")).containsExactly(BASE + ".shop.Prices");
    }

    private static List<String> of(String rule) {
        return MODULES.violations(new ClassFileImporter().importPackages(BASE)).stream()
                .filter(violation -> violation.rule().equals(rule))
                .map(Violation::where)
                .toList();
    }
}
