package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.Running.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program with SIGKILL in the midst of a snapshot, a restore and a collection; the next run just works. */
class KillCareTest {
    private static final Duration LONG_AGO = Duration.ofDays(3);

    @TempDir
    Path scratch = Path.of("");

    private Path folder = Path.of("");
    private Path bucket = Path.of("");
    private List<String> where = List.of();

    @BeforeEach
    void makeDatabase() throws Exception {
        folder = Files.createDirectory(scratch.resolve("folder"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
        where = List.of(folder.toString(), "file:" + bucket, "--file", "app.sqlite");
        change("create table t (id integer primary key, a blob)");
        change("with recursive n(i) as (select 1 union all select i + 1 from n where i < 6000)"
                + " insert into t select i, randomblob(4000) from n");
    }

    @Test
    void theNextRunJustWorks() throws Exception {
        killWhen("snapshot", () -> count(".buckia/packs") > 0);
        assertThat(runWith("snapshot").code()).isZero();
        assertThat(runWith("snapshots").out().lines()).hasSize(1);

        killWhen("restore", () -> count(folder.resolve(".buckia/tmp"), "tsnapshot") > 0);
        assertThat(rows()).isEqualTo(6_000);
        change("delete from t");
        assertThat(runWith("restore").code()).isZero();
        assertThat(rows()).isEqualTo(6_000);
        assertThat(count(folder, ".app")).isZero();

        // Snapshots whose manifests somebody took away leave packs that nobody needs.
        try (var manifests = Files.walk(bucket.resolve(".buckia/snapshots"))) {
            for (var each : manifests.filter(Files::isRegularFile).toList()) {
                Files.delete(each);
            }
        }
        change("update t set a = randomblob(4000)");
        assertThat(runWith("snapshot").code()).isZero();
        long packs = count(".buckia/packs");
        assertThat(gc().out()).isEqualTo("0 objects deleted\n");
        past(".buckia/gc");
        past(".buckia/packs");
        killWhen("gc", () -> count(".buckia/packs") < packs);
        assertThat(gc().code()).isZero();
        assertThat(count(".buckia/packs")).isLessThan(packs).isPositive();
        assertThat(gc().out()).isEqualTo("0 objects deleted\n");
        change("delete from t");
        assertThat(runWith("restore").code()).isZero();
        assertThat(rows()).isEqualTo(6_000);
    }

    private Running gc() {
        return run("gc", folder.toString(), "file:" + bucket);
    }

    private Running runWith(String command) {
        return run(List.of(command), where.toArray(String[]::new));
    }

    private void killWhen(String command, BooleanSupplier seen) throws Exception {
        var arguments = new java.util.ArrayList<>(List.of(command));
        arguments.addAll(command.equals("gc") ? where.subList(0, 2) : where);
        var process = Running.process(scratch.resolve("output"), arguments).start();
        while (process.isAlive() && !seen.getAsBoolean()) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly().waitFor();
    }

    /** Everything below was written days ago. */
    private void past(String below) throws IOException {
        try (var all = Files.walk(bucket.resolve(below))) {
            for (var each : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(
                        each,
                        FileTime.from(
                                Files.getLastModifiedTime(each).toInstant().minus(LONG_AGO)));
            }
        }
    }

    private long count(String below) {
        return count(bucket.resolve(below), "");
    }

    private static long count(Path below, String prefix) {
        try (var all = Files.list(below)) {
            return all.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .count();
        } catch (IOException _) {
            return 0;
        }
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.sqlite"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long rows() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.sqlite"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from t")) {
            return row.getLong(1);
        }
    }
}
