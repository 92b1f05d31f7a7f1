package dev.holdfast.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.server.system.House;
import dev.holdfast.server.transfer.CommandLineUser;
import dev.holdfast.server.transfer.CommandLineUser.Ran;
import dev.holdfast.testkit.MailServer;
import dev.holdfast.testkit.Receiver;
import dev.holdfast.testkit.TestDatabase;
import dev.holdfast.testkit.TestObjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doctor against real parts and against broken ones. */
class DoctorTest {
    private static final String KEY = "sk-doctor-must-not-print-this";
    private static final Path REDIS = Path.of("/usr/bin/redis-server");

    @TempDir
    Path folder;

    @Test
    void aFreshMachineIsSound() {
        Ran ran = doctor(Map.of());
        assertThat(ran.status()).as(ran.text()).isZero();
        assertThat(ran.text())
                .contains(
                        "ok       settings  every key is known",
                        "ok       database  the embedded PostgreSQL; the first start makes it",
                        "ok       objects   the embedded store",
                        "the first start makes a master key",
                        "0 problems, 0 warnings.");
    }

    @Test
    void theRunningProgramIsSoundAndTextsThatAreTooRichAreCounted() {
        House house = House.running();
        String data = house.bean(org.springframework.core.env.Environment.class).getRequiredProperty("holdfast.data");
        Map<String, String> settings = Map.of(
                "holdfast.data",
                data,
                "holdfast.port",
                Integer.toString(house.url().getPort()));
        Ran before = doctor(settings);
        assertThat(before.status()).as(before.text()).isZero();
        assertThat(before.text())
                .contains(
                        "ok       database  the embedded PostgreSQL, which runs, version 18",
                        "migrations, up to date",
                        "may migrate",
                        "and is ready",
                        "the master key lies in");

        StringBuilder rich = new StringBuilder();
        for (int i = 0; i < 120_000; i++) {
            rich.append("word").append(Integer.toString(i, 36)).append(' ');
        }
        CommandLineUser user = CommandLineUser.fresh();
        String workspace = user.client()
                .post("api/workspaces", Map.of("name", "rich"))
                .json()
                .path("id")
                .asString("");
        int status = user.client()
                .post("api/workspaces/" + workspace + "/documents", Map.of("title", "rich", "content", rich.toString()))
                .status();
        assertThat(status).as("full text never refuses a write").isEqualTo(201);
        Ran after = doctor(settings);
        assertThat(after.status()).isZero();
        assertThat(after.text())
                .contains("warning  search    1 documents have more different words than an index takes");
    }

    @Test
    void outsidePartsThatWorkAreSound() throws IOException {
        Map<String, String> settings =
                new HashMap<>(TestDatabase.fresh("platform").settings());
        TestObjects objects = TestObjects.fresh();
        TestObjects.server().createBucket(objects.bucket());
        settings.putAll(objects.settings());
        settings.put("holdfast.blobs.allowed-origins", TestObjects.ORIGIN);
        try (MailServer mail = MailServer.start("holdfast", "secret");
                Receiver provider = Receiver.start()) {
            settings.putAll(mail(mail, "secret"));
            provider.answer(200);
            settings.put("holdfast.ai.openai.api-key", KEY);
            settings.put("holdfast.ai.openai.base-url", provider.url("/v1").toString());
            Ran ran = doctor(settings);
            assertThat(ran.status()).as(ran.text()).isZero();
            assertThat(ran.text())
                    .contains(
                            "ok       database  the PostgreSQL of holdfast.db.url, version 18",
                            "ok       rights    holdfast_owner may migrate, holdfast may serve",
                            "takes, gives and deletes",
                            "ok       cors      pages of " + TestObjects.ORIGIN + " may upload",
                            "takes messages from holdfast",
                            "openai answers at " + provider.url("/v1") + " and takes the key")
                    .doesNotContain(KEY, "PROBLEM");
            assertThat(provider.received("/v1/models").getFirst().headers())
                    .containsEntry("authorization", "Bearer " + KEY);
        }
    }

    @Test
    void outsidePartsThatDontWorkAreNamedWithWhatToDo() throws IOException {
        String closed = "127.0.0.1:" + closedPort();
        Map<String, String> settings = new HashMap<>(TestObjects.fresh().settings());
        settings.put("holdfast.blobs.secret-key", "wrong");
        settings.put("holdfast.db.url", "jdbc:postgresql://" + closed + "/holdfast");
        settings.put("holdfast.limit.store", "redis");
        settings.put("holdfast.redis.url", "redis://:cache-secret@" + closed);
        settings.put("holdfast.secrets.master-key", "c2hvcnQ=");
        settings.put("holdfast.public-url", "http://192.0.2.7");
        settings.put("holdfast.ai.anthropic.api-key", KEY);
        settings.put("holdfast.ai.gemini.api-key", KEY);
        settings.put("holdfast.ai.gemini.base-url", "http://" + closed);
        settings.put("holdfast.ai.provider", "openai");
        try (MailServer mail = MailServer.start("holdfast", "secret");
                Receiver provider = Receiver.start()) {
            settings.putAll(mail(mail, "wrong"));
            provider.answer(401);
            settings.put("holdfast.ai.anthropic.base-url", provider.url("/v1").toString());
            Ran ran = doctor(settings);
            assertThat(ran.status()).as(ran.text()).isEqualTo(1);
            assertThat(ran.text())
                    .contains(
                            "PROBLEM  passkeys",
                            "PROBLEM  secrets   holdfast.secrets.master-key isn't 32 bytes in Base64",
                            "PROBLEM  database  the PostgreSQL of holdfast.db.url can't be used",
                            "look at holdfast.blobs.access-key and .secret-key",
                            "refuses the login: look at holdfast.mail.user and holdfast.mail.password",
                            "PROBLEM  redis     " + closed + " can't be used",
                            "PROBLEM  models    anthropic refuses the key in holdfast.ai.anthropic.api-key (401)",
                            "PROBLEM  models    gemini can't be reached at http://" + closed,
                            "openai is to be asked, but holdfast.ai.openai.api-key is empty",
                            " problems, ")
                    .doesNotContain(KEY, "cache-secret", "\tat ");
        }
    }

    @Test
    void aDatabaseThatIsOnlyHalfRightIsNamed() throws IOException {
        TestDatabase database = TestDatabase.fresh("platform");
        database.asOwner(
                "insert into platform.migrations (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'x', 1, true)");
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.put("holdfast.db.password", "wrong");
        settings.put("holdfast.mail.smtp-url", "smtp://127.0.0.1:" + closedPort());
        Ran ran = doctor(settings);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.text())
                .contains(
                        "PROBLEM  rights    no connection as holdfast",
                        "PROBLEM  schema    platform was written by a newer program",
                        "PROBLEM  mail      smtp://127.0.0.1:");
    }

    @Test
    void aMissingOrForeignMasterKeyIsAProblemOnceThereIsData() throws IOException {
        Path key = folder.resolve("data/secrets/master.key");
        Files.createDirectories(key.getParent());
        Files.writeString(key, "not a key");
        assertThat(doctor(Map.of()).text()).contains("PROBLEM  secrets   " + key + " doesn't hold 32 bytes in Base64");
        Files.writeString(key, "dGVzdC1vbmx5LW1hc3Rlci1rZXktb2YtMzItYnl0ZXM=");
        assertThat(doctor(Map.of()).text()).contains("warning  secrets", "chmod 600");
    }

    @Test
    void redisIsAsked() throws IOException {
        assumeTrue(Files.isExecutable(REDIS), "redis-server isn't installed: apt-get install redis-server");
        int port = closedPort();
        Process redis = new ProcessBuilder(
                        REDIS.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try {
            Scanner lines = new Scanner(redis.getInputStream(), StandardCharsets.UTF_8);
            while (!lines.nextLine().contains("Ready to accept connections")) {
                assertThat(redis.isAlive()).isTrue();
            }
            Map<String, String> settings = new HashMap<>(Map.of("holdfast.redis.url", "redis://127.0.0.1:" + port));
            assertThat(doctor(settings).text())
                    .contains("warning  redis     127.0.0.1:" + port + " answers, but nothing");
            settings.put("holdfast.limit.store", "redis");
            assertThat(doctor(settings).text()).contains("ok       redis     127.0.0.1:" + port + " answers");
        } finally {
            redis.destroy();
        }
    }

    private static Map<String, String> mail(MailServer server, String password) {
        return Map.of(
                "holdfast.mail.smtp-url",
                server.url().toString(),
                "holdfast.mail.starttls",
                "false",
                "holdfast.mail.user",
                "holdfast",
                "holdfast.mail.password",
                password);
    }

    private Ran doctor(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("holdfast.data", folder.resolve("data").toString());
        all.putIfAbsent("holdfast.port", "0");
        List<String> line = new ArrayList<>(List.of("doctor"));
        all.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        return CommandLineUser.nobody().run(line.toArray(String[]::new));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
