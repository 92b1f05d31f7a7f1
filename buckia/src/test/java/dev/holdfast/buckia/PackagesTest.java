package dev.holdfast.buckia;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.holdfast.testkit.gates.Modules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackagesTest {
    /** Packages that may be used only in some places: SQL in stores and where databases are what it is about. */
    private static final Modules.Layer SQL = new Modules.Layer(
            "sql-only-in-stores",
            Set.of("java.sql", "org.sqlite"),
            "Store",
            Set.of("buckia.snapshot", "buckia.inbound"));

    @Test
    void packagesHaveNoCyclesAndNothingOfThePlatform() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.holdfast.buckia");
        assertThat(classes).extracting(each -> each.getSimpleName()).contains("BuckiaClient", "Planner");

        assertThat(new Modules("dev.holdfast", Map.of("buckia", Set.of()), List.of(SQL)).violations(classes))
                .isEmpty();
    }
}
