package dev.holdfast.buckia.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path scratch;

    @Test
    void syncsAndSaysSo() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("folder"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.writeString(folder.resolve("a"), "1");

        assertThat(run("plan", folder.toString(), "file:" + bucket))
                .isEqualTo("0: upload a\nwould: 1 upload; 0 unchanged, 0 B sent, 0 B received\n");
        assertThat(run("sync", folder.toString(), "file:" + bucket, "--json"))
                .startsWith("0: {\"success\":true,\"counts\":{\"upload\":1}");
        assertThat(run("ls", "file:" + bucket)).isEqualTo("0: %12d  a\n".formatted(1));
        assertThat(run("get", "file:" + bucket + "/a", "-")).isEqualTo("0: 1");
        assertThat(run("status", folder.toString(), "file:" + bucket)).contains("1 as at the last sync, 0 changed");
        assertThat(run("verify", folder.toString(), "file:" + bucket, "--deep")).contains("as the indexes say");
        assertThat(run("gc", folder.toString(), "file:" + bucket)).isEqualTo("0: 0 objects deleted\n");
        Files.delete(folder.resolve("a"));
        assertThat(run("sync", folder.toString(), "file:" + bucket)).isEqualTo(ExitCode.GUARD + ": ");
    }

    @Test
    void bringsBackAMomentOfADatabase() throws Exception {
        Path folder = Files.createDirectory(scratch.resolve("folder"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Path database = folder.resolve("app.sqlite");
        String[] where = {folder.toString(), "file:" + bucket, "--file", "app.sqlite"};
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute("create table t (a)");
            assertThat(run("snapshot", where[0], where[1], where[2], where[3])).matches("(?s)0: .*bytes sent\n");
            statement.execute("drop table t");
        }
        assertThat(run("snapshots", where[0], where[1], where[2], where[3])).matches("(?s)0: \\S+Z\n");
        assertThat(run("restore", where[0], where[1], where[2], where[3])).startsWith("0: app.sqlite as at");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute("select a from t");
        }
        assertThat(run("restore", where[0], where[1], where[2], where[3], "--at", "2000-01-01T00:00:00Z"))
                .isEqualTo(ExitCode.NOT_FOUND + ": ");
        assertThat(run("restore", where[0], where[1], where[2], where[3], "--at", "yesterday"))
                .isEqualTo(ExitCode.USAGE + ": ");
    }

    @Test
    void readsItsConfigurationFile() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("folder"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.writeString(folder.resolve("a.tmp"), "1");
        Files.writeString(folder.resolve("b"), "1");
        Path file = Files.writeString(
                folder.resolve(".buckia"), "# remark\nlocal = .\nremote = file:" + bucket + "\nexclude = *.tmp\n");

        assertThat(run("sync", "--config", file.toString())).startsWith("0: 1 upload");
        assertThat(bucket.resolve("b")).exists();
        assertThat(bucket.resolve("a.tmp")).doesNotExist();
        assertThat(bucket.resolve(".buckia")).isDirectory();
        Files.writeString(file, "local = .\nremotee = x\n");
        assertThat(run("sync", "--config", file.toString())).isEqualTo(ExitCode.USAGE + ": ");
    }

    @Test
    void exitCodesSayWhatIsWrong() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("folder"));
        assertThat(run("sync", folder.toString(), "file:" + scratch.resolve("none")))
                .isEqualTo(ExitCode.NOT_FOUND + ": ");
        assertThat(run("sync", scratch.resolve("nowhere").toString(), "file:" + folder))
                .isEqualTo(ExitCode.NOT_FOUND + ": ");
        assertThat(run("sync", folder.toString(), "nonsense")).isEqualTo(ExitCode.USAGE + ": ");
        assertThat(run("sync", folder.toString(), "ftp://x")).startsWith(Integer.toString(ExitCode.CREDENTIALS));
        assertThat(run("sync", "--nonsense")).startsWith(Integer.toString(ExitCode.USAGE));
        assertThat(run("sync", "--help")).contains("Interrupted, the next sync goes on");
        assertThat(run("completion")).contains("complete -F");
    }

    @Test
    void credentialsAreFoundAndNeverShown() throws IOException {
        var environment = Map.of("BUCKIA_ACCESS_KEY_ID", "id", "BUCKIA_SECRET_ACCESS_KEY", "marker-secret");
        var found = new Credentials(environment, scratch).of("s3", "bucket", null);
        assertThat(found).containsEntry("secretAccessKey", "marker-secret").containsEntry("accessKeyId", "id");
        assertThat(Remote.parse("s3://bucket/p").config(found).toString()).doesNotContain("marker-secret");
        assertThat(new Credentials(environment, scratch).of("b2", "bucket", null))
                .containsEntry("applicationKey", "marker-secret");
        var bunny = Map.of("BUNNY_STORAGE_PASSWORD", "marker-secret");
        assertThat(new Credentials(bunny, scratch).of("bunny", "zone", null))
                .containsEntry("accessKey", "marker-secret");

        Path file =
                Files.writeString(scratch.resolve("keys"), "access-key-id = id\nsecret-access-key = marker-secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> new Credentials(Map.of(), scratch).of("s3", "bucket", file))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.error()).isEqualTo(BucketError.CREDENTIALS))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("marker-secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(new Credentials(Map.of(), scratch).of("s3", "bucket", file))
                .containsEntry("secretAccessKey", "marker-secret");
    }

    /** Exit code and standard output. */
    static String run(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            var line = Main.commandLine();
            line.setErr(new PrintWriter(new StringWriter()));
            int code = line.execute(arguments);
            return code + ": " + bytes.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        }
    }
}
