package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.embedded.EmbeddedPostgres;
import dev.holdfast.server.process.ProgramCommand.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that must not be: one line on standard error with the reason, exit code 1, and everything as it was. */
final class RefusalTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ended ended = serve(Map.of("holdfast.port", Integer.toString(other.getLocalPort())));
            isRefused(ended, "Port " + other.getLocalPort() + " of 127.0.0.1 can't be used", "--port");
            assertThat(folder.resolve("data")).doesNotExist();
            isRefused(
                    serve(Map.of("holdfast.blobs.port", Integer.toString(other.getLocalPort()))),
                    "Port " + other.getLocalPort() + " of 127.0.0.1 can't be used",
                    "holdfast.blobs.port");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void settingsThatNobodyKnows() {
        isRefused(
                serve(Map.of("holdfast.prot", "8081", "holdfast.db.pool.size", "20")),
                "Unknown setting: HOLDFAST_PROT (did you mean HOLDFAST_PORT?)",
                "nothing was started");
        isRefused(
                serve(Map.of(), "--set", "holdfast.mail.smpt-url=smtp://mail.test"),
                "Unknown setting: holdfast.mail.smpt-url (did you mean holdfast.mail.smtp-url?)");
        isRefused(serve(Map.of("holdfast.port", "many")), "holdfast.port", "'many'");
        Ended misspelt = serve(Map.of(), "--prot", "1");
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.err()).contains("--prot");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void foldersOfSomethingElse() throws IOException {
        Path foreign = Files.createDirectory(folder.resolve("pictures"));
        Files.writeString(foreign.resolve("cat.jpg"), "meow");
        refusedAndUntouched(foreign, "is not empty and no data folder of this program", "cat.jpg");

        Path newer = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(newer.resolve("holdfast.version"), "format 2\n");
        refusedAndUntouched(newer, "has the format 2 of a newer program; this one knows up to 1");

        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("holdfast.version"), "");
        refusedAndUntouched(damaged, "is damaged: it should read 'format 1'");

        Path old = Files.createDirectory(folder.resolve("old"));
        Files.writeString(old.resolve("holdfast.version"), "format 1\n");
        Files.createDirectory(old.resolve("pg"));
        Files.writeString(old.resolve("pg/PG_VERSION"), "16\n");
        refusedAndUntouched(old, "holds the data of PostgreSQL 16, this program brings 18");

        Path file = Files.writeString(folder.resolve("file"), "no folder");
        isRefused(serve(Map.of("holdfast.data", file.toString())), file.toString());
        assertThat(file).hasContent("no folder");
    }

    @Test
    void aFolderThatIsInUseAndADatabaseThatANewerProgramHasMigrated() throws SQLException {
        Path first = folder.resolve("first");
        Person ann;
        try (ServeProcess server = ServeProcess.start(first, Map.of());
                Connection superuser =
                        DriverManager.getConnection(server.databaseUrl(), "postgres", server.databasePassword())) {
            ann = Person.signUp(server::client);
            assertThat(ann.workspace()).isNotNull();
            isInUse(server);
            fromTheFuture(
                    superuser,
                    "insert into platform.migrations"
                            + " select installed_rank + 1000, '999', 'future', type, 'V999__future.sql', 1, installed_by, now(), 1, true"
                            + " from platform.migrations order by installed_rank desc limit 1");
        }
        Ended older = ProgramCommand.run(first, ServeProcess.withDefaults(Map.of()), "serve");
        isRefused(older, "platform", "999", "newer program");
        EmbeddedPostgres.Options options =
                EmbeddedPostgres.Options.of(first.resolve("data/pg")).withBinaries(EmbeddedPostgres.userCache());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options);
                Connection superuser = DriverManager.getConnection(
                        postgres.url("holdfast"), postgres.ownerUser(), postgres.ownerPassword())) {
            fromTheFuture(superuser, "delete from platform.migrations where version = '999'");
        }
        try (ServeProcess server = ServeProcess.start(first, Map.of())) {
            assertThat(ann.signIn(server::client)
                            .client()
                            .get("api/workspaces")
                            .json()
                            .get("items"))
                    .hasSize(1);
        }
    }

    private void isInUse(ServeProcess server) {
        Ended second = serve(Map.of("holdfast.data", server.data().toString()));
        isRefused(second, server.data() + " is in use by process " + server.pid() + " (started ");
        String port = Integer.toString(server.url().getPort());
        isRefused(serve(Map.of("holdfast.port", port)), "Port " + port + " of 127.0.0.1 can't be used");
        isRefused(
                serve(Map.of("holdfast.data", server.data().toString(), "holdfast.port", port)),
                server.data() + " is in use by process ");
        assertThat(server.client().get("readyz").status()).isEqualTo(200);
    }

    private Ended serve(Map<String, String> settings, String... options) {
        Map<String, String> all = new HashMap<>(ServeProcess.withDefaults(settings));
        return ProgramCommand.run(
                folder,
                all,
                Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new));
    }

    private void refusedAndUntouched(Path data, String... words) throws IOException {
        List<String> before = contents(data);
        isRefused(serve(Map.of("holdfast.data", data.toString())), words);
        assertThat(contents(data)).isEqualTo(before);
    }

    private static List<String> contents(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(path -> !path.getFileName().toString().equals("holdfast.lock"))
                    .map(path -> path + " " + (Files.isRegularFile(path) ? ProgramCommand.text(path) : ""))
                    .sorted()
                    .toList();
        }
    }

    private static void isRefused(Ended ended, String... words) {
        assertThat(ended.err()).startsWith("holdfast: ").contains(words).doesNotContain("\tat ");
        assertThat(ended.err().strip().lines()).hasSize(1);
        assertThat(ended.out()).doesNotContain("ready");
        assertThat(ended.status()).isEqualTo(1);
    }

    private static void fromTheFuture(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
