package dev.holdfast.server.gates;

import dev.holdfast.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A database with every schema whose migrations lie on the class path, the platform's first. */
final class MigratedDatabase {
    private static final String PLATFORM = "platform";

    private MigratedDatabase() {}

    static TestDatabase fresh() {
        return TestDatabase.fresh(schemas().toArray(String[]::new));
    }

    static List<String> schemas() {
        TreeSet<String> apps = new TreeSet<>();
        try {
            for (Resource migration :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/*/V*__*.sql")) {
                String[] parts = migration.getURL().getPath().split("/");
                apps.add(parts[parts.length - 2]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!apps.remove(PLATFORM)) {
            throw new IllegalStateException("No migrations of the platform on the class path");
        }
        List<String> schemas = new ArrayList<>(List.of(PLATFORM));
        schemas.addAll(apps);
        return schemas;
    }
}
