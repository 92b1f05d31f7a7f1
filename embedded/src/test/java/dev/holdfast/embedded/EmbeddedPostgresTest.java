package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {

    @TempDir
    Path folder;

    @Test
    void keepsRowsPasswordAndSettingsOverARestart() throws Exception {
        String password;
        try (var postgres = EmbeddedPostgres.start(options())) {
            password = postgres.ownerPassword();
            try (var connection = connect(postgres)) {
                assertThat(value(connection, "SHOW data_checksums")).isEqualTo("on");
                assertThat(value(connection, "SHOW fsync")).isEqualTo("on");
                assertThat(value(connection, "SHOW server_encoding")).isEqualTo("UTF8");
                assertThat(value(connection, "SHOW timezone")).isNotEmpty();
                assertThat(value(connection, "SHOW work_mem")).isEqualTo("8MB");
                assertThat(value(connection, "SELECT 'a' < 'B'")).isEqualTo("f");
                assertThat(value(connection, "SELECT upper('ä')")).isEqualTo("Ä");
                execute(connection, "CREATE TABLE kept (n int)");
                execute(connection, "INSERT INTO kept VALUES (1), (2)");
            }
        }
        try (var postgres = EmbeddedPostgres.start(options().withSettings(Map.of("work_mem", "5MB")));
                var connection = connect(postgres)) {
            assertThat(postgres.ownerPassword()).isEqualTo(password);
            assertThat(value(connection, "SELECT count(*) FROM kept")).isEqualTo("2");
            assertThat(value(connection, "SHOW work_mem")).isEqualTo("5MB");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("pg.password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("pg"))))
                .isEqualTo("rwx------");
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (var postgres = EmbeddedPostgres.start(options())) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url("postgres"), "postgres", "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void namesATakenPort() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(options().withPort(other.getLocalPort()))
                            .close())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void keepsCommittedRowsWhenTheServerIsKilled() throws Exception {
        try (var postgres = EmbeddedPostgres.start(options());
                var connection = connect(postgres)) {
            execute(connection, "CREATE TABLE kept (n int)");
            execute(connection, "INSERT INTO kept SELECT generate_series(1, 1000)");
            postgres.kill();
        }
        try (var postgres = EmbeddedPostgres.start(options());
                var connection = connect(postgres)) {
            assertThat(value(connection, "SELECT count(*) FROM kept")).isEqualTo("1000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "listen_addresses", "unix_socket_directories", "Work_Mem", "a b", "a\nb", ""})
    void refusesSettingsThatAreNoneOrTheLaunchersOwn(String name) {
        assertThatThrownBy(() -> options().withSettings(Map.of(name, "1"))).isInstanceOf(EmbeddedException.class);
    }

    @Test
    void refusesBadValues() {
        assertThatThrownBy(() -> options().withSettings(Map.of("work_mem", "4MB\nfsync = off")))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("must be one line");
        assertThatThrownBy(() -> options().withPort(65_536)).isInstanceOf(EmbeddedException.class);
        assertThatThrownBy(() -> new EmbeddedPostgres.Options(
                        options().data(), options().binaries(), 0, Map.of(), Duration.ZERO))
                .isInstanceOf(EmbeddedException.class);
    }

    @Test
    void quotesPostgresWhenItRefusesASetting() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(options().withSettings(Map.of("work_mem", "lots'; x"))))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("invalid value for parameter");
    }

    @Test
    void refusesAFolderOfForeignFilesOrOfAnotherVersion() throws Exception {
        var pg = Files.createDirectory(folder.resolve("pg"));
        Files.writeString(pg.resolve("letters.txt"), "mine");
        assertThatThrownBy(() -> EmbeddedPostgres.start(options()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("is not empty and no PostgreSQL data folder");
        Files.writeString(pg.resolve("PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(options()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("holds the data of PostgreSQL 17");
        assertThat(pg.resolve("letters.txt")).hasContent("mine");
    }

    @Test
    void choosesTheBinariesOfThisMachineOrSaysThatThereAreNone() {
        assertThat(PostgresBinaries.resourceFor("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.resourceFor("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.resourceFor("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
        assertThatThrownBy(() -> PostgresBinaries.resourceFor("Windows 11", "amd64"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("not on Windows 11");
        assertThatThrownBy(() -> PostgresBinaries.resourceFor("Linux", "riscv64"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("riscv64");
    }

    private EmbeddedPostgres.Options options() {
        return EmbeddedPostgres.Options.of(folder.resolve("pg")).withBinaries(EmbeddedPostgres.userCache());
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url("postgres"), postgres.ownerUser(), postgres.ownerPassword());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
