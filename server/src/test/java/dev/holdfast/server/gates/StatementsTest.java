package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestDatabase;
import dev.holdfast.testkit.gates.Modules;
import dev.holdfast.testkit.gates.database.Statements;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {
    @Test
    void everyStatementIsPlannedByTheMigratedSchema() throws SQLException {
        List<Statements.Constant> constants = Statements.find(Modules.mainClasses("dev.holdfast"));
        assertThat(constants)
                .extracting(Statements.Constant::name)
                .contains("dev.holdfast.platform.db.EntryStore.MARK");

        String url = MigratedDatabase.fresh().url() + "?preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url, TestDatabase.OWNER, TestDatabase.PASSWORD)) {
            assertThat(Statements.violations(constants, connection)).isEmpty();
        }
    }
}
