package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.Running.contents;
import static dev.holdfast.buckia.command.Running.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted paths through the command; the bucket is looked at as its owner sees it. */
class EncryptedTest {
    @TempDir
    Path scratch = Path.of("");

    private Path one = Path.of("");
    private Path other = Path.of("");
    private Path bucket = Path.of("");
    private Path right = Path.of("");
    private Path wrong = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
        right = Running.secret(scratch.resolve("right"), "correct horse marker, long enough for a key\n");
        wrong = Running.secret(scratch.resolve("wrong"), "another one marker, long enough for a key\n");
        Files.createDirectories(one.resolve("private/marker-folder"));
        Files.writeString(one.resolve("private/marker-folder/marker-name.txt"), "marker in the clear");
        Files.writeString(one.resolve("open.txt"), "readable");
    }

    @Test
    void theOwnerOfTheBucketSeesNothing() throws Exception {
        var random = new Random(1);
        for (int size : new int[] {1, 5_000, 70_000, 5_000_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Files.write(one.resolve("private/marker-" + size), bytes);
        }
        database(one.resolve("private/marker.sqlite"));

        assertThat(sync(one).code()).isZero();
        Files.delete(one.resolve("private/marker-5000"));
        Files.writeString(one.resolve("private/marker-folder/marker-name.txt"), "marker again");
        assertThat(sync(one).code()).isZero();

        var seen = contents(bucket);
        assertThat(seen).containsEntry("open.txt", "readable");
        seen.remove("open.txt");
        seen.forEach((key, bytes) -> {
            assertThat(key).startsWith(".buckia/").doesNotContain("marker", "private");
            assertThat(bytes).as(key).doesNotContain("marker", "private", "SQLite format");
            if (!key.startsWith(".buckia/keys/")) {
                assertThat(isPadded(bytes.length()))
                        .as(key + " " + bytes.length())
                        .isTrue();
            }
        });
        assertThat(sync(other).code()).isZero();
        assertThat(other.resolve("private/marker-5000000"))
                .hasSameBinaryContentAs(one.resolve("private/marker-5000000"));
        assertThat(other.resolve("private/marker-folder/marker-name.txt")).hasContent("marker again");
        assertThat(other.resolve("private/marker-5000")).doesNotExist();
        assertThat(rows(other.resolve("private/marker.sqlite"))).isEqualTo(500);
        assertThat(sync(one).out()).startsWith("nothing to do");
        assertThat(sync(other).out()).startsWith("nothing to do");
    }

    @Test
    void anotherPassphraseTouchesNothing() throws Exception {
        sync(one);
        Files.writeString(one.resolve("private/new"), "marker");
        var bucketBefore = contents(bucket);
        var folderBefore = contents(other);

        for (var folder : List.of(one, other)) {
            var refused = run(encrypted(wrong, "sync", folder));
            assertThat(refused.code()).isEqualTo(ExitCode.CREDENTIALS);
            assertThat(refused.err()).contains("encrypted with another one").doesNotContain("marker");
        }
        var without = run("sync", other.toString(), "file:" + bucket);
        assertThat(without.code()).isEqualTo(ExitCode.CREDENTIALS);
        assertThat(without.err()).contains("the bucket is encrypted");
        var forgotten = run("sync", one.toString(), "file:" + bucket);
        assertThat(forgotten.code()).isEqualTo(ExitCode.CREDENTIALS);
        assertThat(forgotten.err()).contains("has been synced encrypted");
        var nothing = run("sync", one.toString(), "file:" + bucket, "--encrypt", "**");
        assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.err()).contains("BUCKIA_PASSPHRASE");
        Files.setPosixFilePermissions(right, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(sync(one).err()).contains("chmod 600").doesNotContain("horse");
        Files.setPosixFilePermissions(right, PosixFilePermissions.fromString("rw-------"));

        assertThat(contents(bucket)).isEqualTo(bucketBefore);
        var folderAfter = contents(other);
        folderAfter.keySet().removeIf(path -> path.startsWith(".buckia/"));
        assertThat(folderAfter).isEqualTo(folderBefore);
        assertThat(sync(one).code()).isZero();
    }

    @Test
    void singleFilesComeAndGoByTheirPaths() throws Exception {
        database(one.resolve("private/app.sqlite"));
        sync(one);
        var where = List.of("--bucket", "file:" + bucket, "--key-file", right.toString());

        assertThat(run(with("ls", where)).out())
                .contains("private/app.sqlite", "open.txt", "        19  private/marker-folder/marker-name.txt");
        assertThat(run(with("ls", where), "private/marker-", "--json").out())
                .isEqualTo("{\"path\":\"private/marker-folder/marker-name.txt\",\"size\":19,\"form\":\"sealed\"}\n");
        assertThat(run(with("get", where), "private/marker-folder/marker-name.txt", "-")
                        .out())
                .isEqualTo("marker in the clear");
        assertThat(run(with("get", where), "private/none", "-").code()).isEqualTo(ExitCode.NOT_FOUND);
        var fetched = scratch.resolve("fetched");
        assertThat(run(with("get", where), "private/app.sqlite", fetched.toString())
                        .code())
                .isZero();
        assertThat(rows(fetched)).isEqualTo(500);

        var config = Files.writeString(
                scratch.resolve("config"),
                "local = one\nremote = file:" + bucket + "\nencrypt = private/**\nkey-file = right\n");
        var note = Files.writeString(scratch.resolve("note"), "marker note");
        assertThat(run("put", note.toString(), "private/note", "--config", config.toString())
                        .code())
                .isZero();
        assertThat(one.resolve("private/note")).hasContent("marker note");
        assertThat(run(with("get", where), "private/note", "-").out()).isEqualTo("marker note");
        assertThat(run("rm", "private/note", "--config", config.toString()).code())
                .isZero();
        assertThat(one.resolve("private/note")).doesNotExist();
        assertThat(run(with("ls", where)).out()).doesNotContain("note");
        assertThat(run("put", note.toString(), "../note", "--config", config.toString())
                        .code())
                .isEqualTo(ExitCode.USAGE);

        wholeFoldersToo(config);
        contents(bucket).forEach((key, bytes) -> assertThat(key + bytes).doesNotContain("marker"));
    }

    private void wholeFoldersToo(Path config) throws Exception {
        for (var command : List.of("verify", "status", "gc", "plan")) {
            assertThat(run(command, "--config", config.toString()).code())
                    .as(command)
                    .isZero();
        }
        assertThat(run("verify", "--deep", "--config", config.toString()).out()).contains("as the indexes say");
        assertThat(run("snapshots", "--file", "private/app.sqlite", "--config", config.toString())
                        .out())
                .matches("\\S+Z\n");
        Files.delete(one.resolve("private/app.sqlite"));
        assertThat(run("restore", "--file", "private/app.sqlite", "--config", config.toString())
                        .code())
                .isZero();
        assertThat(rows(one.resolve("private/app.sqlite"))).isEqualTo(500);
    }

    @Test
    void whatWasOpenIsHiddenOnceItsPathIs() throws Exception {
        Files.writeString(one.resolve("diary.txt"), "diary of a marker");
        sync(one);
        sync(other);
        assertThat(bucket.resolve("diary.txt")).exists();

        var more = List.of("--encrypt", "diary.txt");
        var hidden = run(encrypted(right, "sync", one), more.toArray(String[]::new));
        assertThat(hidden.out()).startsWith("1 upload");
        contents(bucket).forEach((key, bytes) -> assertThat(key + bytes).doesNotContain("diary"));
        assertThat(run(encrypted(right, "sync", other), more.toArray(String[]::new))
                        .code())
                .isZero();
        assertThat(other.resolve("diary.txt")).hasContent("diary of a marker");
        assertThat(run(encrypted(right, "sync", one), more.toArray(String[]::new))
                        .out())
                .startsWith("nothing to do");
        // Both change it: the copy of the loser isn't to lie in the open either.
        Files.writeString(one.resolve("diary.txt"), "diary by one");
        Files.writeString(other.resolve("diary.txt"), "diary by other");
        for (var folder : List.of(one, other, one)) {
            assertThat(run(encrypted(right, "sync", folder), more.toArray(String[]::new))
                            .code())
                    .isZero();
        }
        assertThat(contents(one).keySet()).anyMatch(path -> path.startsWith("diary (conflict"));
        contents(bucket).forEach((key, bytes) -> assertThat(key + bytes).doesNotContain("diary"));
    }

    @Test
    void changesSwapsAndRollbacksAreNoticed() throws Exception {
        sync(one);
        sync(other);
        var index = bucket.resolve(".buckia/index");
        Path first;
        try (var all = Files.list(index)) {
            first = all.findFirst().orElseThrow();
        }
        byte[] old = Files.readAllBytes(first);
        Files.writeString(one.resolve("private/marker-folder/marker-name.txt"), "second marker");
        sync(one);
        sync(other);

        Files.write(first, old);
        assertThat(sync(other).err()).contains("was set back");
        assertThat(other.resolve("private/marker-folder/marker-name.txt")).hasContent("second marker");
        assertThat(sync(one).code()).isZero();

        byte[] damaged = Files.readAllBytes(first);
        damaged[2_000] ^= 1;
        Files.write(first, damaged);
        assertThat(sync(other).err()).contains("changed in the bucket by somebody else");
        var fresh = Files.createDirectory(scratch.resolve("fresh"));
        var refused = sync(fresh);
        assertThat(refused.code()).isEqualTo(ExitCode.CREDENTIALS);
        assertThat(refused.err()).contains("changed or moved");
        assertThat(sync(one).err()).contains("it is written again");
        assertThat(sync(fresh).code()).isZero();

        // An index in another device's place, and one in the open.
        Files.copy(first, index.resolve("aaaaaaaaaa"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(sync(one).code()).isEqualTo(ExitCode.CREDENTIALS);
        Files.writeString(index.resolve("aaaaaaaaaa"), "BKIX\u0001");
        assertThat(sync(one).err()).contains("lies there unencrypted");
        Files.delete(index.resolve("aaaaaaaaaa"));
        assertThat(sync(one).code()).isZero();

        try (var keys = Files.list(bucket.resolve(".buckia/keys"))) {
            Files.delete(keys.findFirst().orElseThrow());
        }
        var before = contents(bucket);
        assertThat(sync(one).err()).contains("has no keys");
        assertThat(contents(bucket)).isEqualTo(before);
    }

    @Test
    void aPathThatIsNamedNoMoreIsntSentInTheOpen() throws Exception {
        sync(one);
        Files.writeString(one.resolve("private/marker-folder/marker-name.txt"), "marker, and more");
        var refused = run("sync", one.toString(), "file:" + bucket, "--key-file", right.toString());
        assertThat(refused.code()).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(refused.err()).contains("has been encrypted so far");
        contents(bucket).forEach((key, bytes) -> assertThat(key + bytes).doesNotContain("marker"));
        assertThat(sync(one).out()).startsWith("1 upload");
    }

    @Test
    void keysAreMadeAddedChangedAndTakenAway() throws Exception {
        var where = List.of(one.toString(), "file:" + bucket, "--key-file", right.toString());
        assertThat(run(with("keys", "list", where)).out()).isEmpty();
        assertThat(run(with("keys", "create", where)).code()).isZero();
        assertThat(run(with("keys", "list", where)).out()).matches("[0-9a-f]{12}  key file  \\(yours\\)\n");
        var recovery = scratch.resolve("recovery");
        assertThat(run(with("keys", "recovery", where), "--to", recovery.toString())
                        .code())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recovery)))
                .isEqualTo("rw-------");

        assertThat(run(with("keys", "change", where), "--new-key-file", right.toString())
                        .err())
                .contains("already");
        assertThat(run(with("keys", "change", where), "--new-passphrase-file", wrong.toString())
                        .code())
                .isZero();
        for (var folder : List.of(one, other)) {
            assertThat(run(encrypted(recovery, "sync", folder)).code()).isZero();
        }
        assertThat(other.resolve("private/marker-folder/marker-name.txt")).hasContent("marker in the clear");

        var mine = List.of(one.toString(), "file:" + bucket, "--passphrase-file", wrong.toString());
        var all = run(with("keys", "list", mine)).out().lines().toList();
        assertThat(all).hasSize(2);
        for (var line : all) {
            assertThat(line).contains(line.contains("passphrase") ? "yours" : "key file");
            var removed = run(with("keys", "remove", mine), "--name", line.substring(0, 12));
            assertThat(removed.code()).isEqualTo(line.contains("yours") ? ExitCode.USAGE : ExitCode.FINE);
        }
        assertThat(contents(bucket.resolve(".buckia/keys"))).hasSize(1);
        var shorter = Running.secret(scratch.resolve("short"), "1234567\n");
        assertThat(run(with("keys", "add", mine), "--new-passphrase-file", shorter.toString())
                        .err())
                .contains("at least 8 characters");
    }

    /** Whether a sealed object's length is one of the few that Padmé leaves, which tell a few bits of the content's. */
    private static boolean isPadded(long sealed) {
        long segments = (sealed + 65_535) / 65_536;
        long open = sealed - 40 - 16 * segments;
        int exponent = 63 - Long.numberOfLeadingZeros(open);
        int kept = 32 - Integer.numberOfLeadingZeros(exponent);
        return open >= 4_096 && open % (1L << (exponent - kept)) == 0;
    }

    private Running sync(Path folder) {
        return run(encrypted(right, "sync", folder));
    }

    private List<String> encrypted(Path key, String command, Path folder) {
        return List.of(
                command, folder.toString(), "file:" + bucket, "--encrypt", "private/**", "--key-file", key.toString());
    }

    private static List<String> with(String command, List<String> arguments) {
        var all = new java.util.ArrayList<>(List.of(command));
        all.addAll(arguments);
        return all;
    }

    private static List<String> with(String command, String below, List<String> arguments) {
        var all = new java.util.ArrayList<>(List.of(command, below));
        all.addAll(arguments);
        return all;
    }

    private static void database(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table marker_things (name)");
            connection.setAutoCommit(false);
            for (int at = 0; at < 500; at++) {
                statement.execute("insert into marker_things values ('marker number " + at + "')");
            }
            connection.commit();
        }
    }

    private static long rows(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from marker_things")) {
            return row.getLong(1);
        }
    }
}
