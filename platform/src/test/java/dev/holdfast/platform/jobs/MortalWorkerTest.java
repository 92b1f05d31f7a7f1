package dev.holdfast.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Stage;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes, the first of which is killed around the commit of its job's effect. */
final class MortalWorkerTest {

    @ParameterizedTest
    @EnumSource(Transfer.Death.class)
    void hasItsEffectOnceThoughItsNodeDies(Transfer.Death death) throws Exception {
        TestDatabase database = Stage.database();
        database.asOwner(
                "create table platform.effects (job uuid not null)",
                "grant select, insert on platform.effects to holdfast_worker");
        try (TestApp queue = start(database, 0)) {
            UUID account = Stage.account(queue, false);
            UUID job = queue.bean(Transactions.class)
                    .write(
                            Stage.actor(account),
                            tx -> queue.bean(Jobs.class)
                                    .enqueue(tx, Transfer.KIND, new Transfer.Order(death), null, account));
            if (death != Transfer.Death.NEVER) {
                assertThat(dieOf(database)).isEqualTo(137);
                assertThat(queue.bean(Jobs.class).get(Stage.actor(account), job).status())
                        .isEqualTo(Job.Status.RUNNING);
            }
            try (TestApp survivor = start(database, 2)) {
                survivor.clock().advance(Duration.ofMinutes(5));
                Jobs jobs = survivor.bean(Jobs.class);
                Eventually.holds(
                        "completed", () -> jobs.get(Stage.actor(account), job).status() == Job.Status.COMPLETED);
                assertThat(jobs.get(Stage.actor(account), job).attempt())
                        .isEqualTo(death == Transfer.Death.NEVER ? 1 : 2);
            }
        }
        try (var connection = database.owner();
                var rows = connection.createStatement().executeQuery("select count(*) from platform.effects")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    private static TestApp start(TestDatabase database, int threads) {
        return Stage.start(
                database,
                Map.of(
                        "holdfast.jobs.threads",
                        "" + threads,
                        "holdfast.jobs.poll-interval",
                        "50ms",
                        "holdfast.jobs.lease",
                        "2s"),
                Transfer.Wiring.class);
    }

    private static int dieOf(TestDatabase database) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dmortal=true",
                "-Dholdfast.secrets.master-key=" + Stage.MASTER_KEY,
                "-Dholdfast.jobs.threads=1",
                "-Dholdfast.jobs.poll-interval=50ms"));
        database.settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MortalWorker.class.getName()));
        Process victim = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "mortal-worker.log").toFile())
                .start();
        try {
            assertThat(victim.waitFor(60, TimeUnit.SECONDS))
                    .as("the victim died")
                    .isTrue();
            return victim.exitValue();
        } finally {
            victim.destroyForcibly();
        }
    }
}
