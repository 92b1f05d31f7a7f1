package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.holdfast.testkit.gates.Modules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModulesTest {
    private static final String BASE = "dev.holdfast";

    /** Who may use whom. Apps stand on the platform and never on one another; the platform names no app. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "embedded", Set.of(),
            "buckia", Set.of(),
            "testkit", Set.of("embedded"),
            "platform", Set.of("buckia"),
            "documents", Set.of("platform"),
            "nutrition", Set.of("platform"),
            "recordthing", Set.of("platform", "buckia"),
            "inventory", Set.of("platform"),
            "life", Set.of("platform"),
            "server",
                    Set.of(
                            "embedded",
                            "buckia",
                            "platform",
                            "documents",
                            "nutrition",
                            "recordthing",
                            "inventory",
                            "life"));

    private static final List<Modules.Layer> LAYERS = List.of(
            new Modules.Layer(
                    "sql-only-in-stores",
                    Set.of("java.sql", "org.springframework.jdbc"),
                    "Store",
                    Set.of("platform.db", "embedded", "testkit", "server")),
            new Modules.Layer(
                    "web-only-in-controllers",
                    Set.of("org.springframework.web", "jakarta.servlet"),
                    "Controller",
                    Set.of("platform.http", "server")));

    @Test
    void modulesAndLayersKeepTheirBounds() {
        JavaClasses classes = Modules.mainClasses(BASE);
        assertThat(classes).extracting(each -> each.getSimpleName()).contains("Actor", "Modules", "EmbeddedPostgres");

        assertThat(new Modules(BASE, ARROWS, LAYERS).violations(classes)).isEmpty();
    }
}
