package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.MainTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.b2.B2Server;
import dev.holdfast.testkit.bunny.BunnyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over Bunny and B2. */
class ProvidersCommandTest {
    @TempDir
    Path scratch;

    private Path one = Path.of("");
    private Path other = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
        Files.writeString(one.resolve("a.txt"), "hello");
    }

    @Test
    void syncsWithB2() throws IOException {
        try (var server = B2Server.start()) {
            server.bucket("my-bucket");
            var key = server.key();
            var at = server.endpoint().toString();
            var keys = credentials("access-key-id = " + key.id() + "\nsecret-access-key = " + key.secret() + "\n");
            goesRound("b2://my-bucket/notes", at, keys);
            assertThat(server.bucket("my-bucket").of("notes/a.txt")).hasSize(1);

            assertThat(sync(one, "b2://there-is-none", at, keys)).isEqualTo(ExitCode.NOT_FOUND + ": ");
            var wrong = credentials("access-key-id = " + key.id() + "\nsecret-access-key = wrong\n");
            assertThat(sync(one, "b2://my-bucket/notes", at, wrong)).isEqualTo(ExitCode.CREDENTIALS + ": ");
        }
    }

    @Test
    void syncsWithBunny() throws IOException {
        try (var server = BunnyServer.start()) {
            var zone = server.zone("my-zone");
            var at = server.endpoint().toString();
            var keys = credentials("secret-access-key = " + zone.password() + "\n");
            goesRound("bunny://my-zone/notes", at, keys);
            assertThat(zone.file("notes/a.txt").bytes()).hasSize(5);

            assertThat(sync(one, "bunny://there-is-none", at, keys)).isEqualTo(ExitCode.CREDENTIALS + ": ");
            var wrong = credentials("secret-access-key = wrong\n");
            assertThat(sync(one, "bunny://my-zone/notes", at, wrong)).isEqualTo(ExitCode.CREDENTIALS + ": ");
            assertThat(run("sync", one.toString(), "bunny://my-zone", "--region", "mars", "--credentials-file", keys))
                    .isEqualTo(ExitCode.USAGE + ": ");
        }
    }

    @Test
    void eachProviderHasVariablesOfItsOwn() throws IOException {
        var environment = Map.of(
                "B2_APPLICATION_KEY_ID", "b2-id",
                "B2_APPLICATION_KEY", "b2-key",
                "BUNNY_STORAGE_PASSWORD", "password",
                "AWS_ACCESS_KEY_ID", "aws-id",
                "AWS_SECRET_ACCESS_KEY", "aws-key");
        var credentials = new Credentials(environment, scratch);
        assertThat(credentials.of("b2", "bucket", null))
                .containsExactlyInAnyOrderEntriesOf(Map.of("keyId", "b2-id", "applicationKey", "b2-key"));
        assertThat(credentials.of("bunny", "zone", null)).containsExactly(Map.entry("accessKey", "password"));
        assertThat(credentials.of("s3", "bucket", null)).containsEntry("secretAccessKey", "aws-key");

        var none = new Credentials(Map.of(), scratch);
        assertThatThrownBy(() -> none.of("bunny", "zone", null))
                .hasMessageContaining("BUNNY_STORAGE_PASSWORD (or BUCKIA_SECRET_ACCESS_KEY)");
        assertThatThrownBy(() -> none.of("b2", "bucket", null))
                .hasMessageContaining("B2_APPLICATION_KEY_ID and B2_APPLICATION_KEY (or BUCKIA_ACCESS_KEY_ID");
    }

    private void goesRound(String url, String endpoint, String keys) {
        assertThat(sync(one, url, endpoint, keys)).startsWith("0: 1 upload");
        assertThat(sync(other, url, endpoint, keys)).startsWith("0: 1 download");
        assertThat(other.resolve("a.txt")).hasContent("hello");
        assertThat(run("ls", url + "/", "--endpoint", endpoint, "--credentials-file", keys))
                .contains("a.txt");
        assertThat(run("get", url + "/a.txt", "-", "--endpoint", endpoint, "--credentials-file", keys))
                .isEqualTo("0: hello");
        assertThat(sync(other, url, endpoint, keys)).startsWith("0: ").doesNotContain("load");
    }

    private static String sync(Path folder, String url, String endpoint, String keys) {
        return run("sync", folder.toString(), url, "--endpoint", endpoint, "--credentials-file", keys);
    }

    private String credentials(String text) throws IOException {
        var file = Files.createTempFile(
                scratch,
                "keys",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text).toString();
    }
}
