package dev.holdfast.server.gates;

import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.gates.database.SchemaText;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SchemaGoldenTest {
    @Test
    void schemaIsTheAcceptedOne() throws SQLException {
        try (Connection connection = MigratedDatabase.fresh().owner()) {
            Golden.check("schema", SchemaText.of(connection, MigratedDatabase.schemas()));
        }
    }
}
