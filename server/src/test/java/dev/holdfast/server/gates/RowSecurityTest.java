package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.gates.database.RowSecurity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowSecurityTest {
    /** Tables, as schema.table, that hold nobody's data: the app's role may use them without a policy. */
    private static final Set<String> OPEN = Set.of();

    @Test
    void everyTableWithDataOfUsersHasAPolicy() throws SQLException {
        RowSecurity gate = new RowSecurity(MigratedDatabase.schemas(), "holdfast_app", OPEN);
        try (Connection connection = MigratedDatabase.fresh().owner()) {
            assertThat(gate.violations(connection)).isEmpty();
        }
    }
}
