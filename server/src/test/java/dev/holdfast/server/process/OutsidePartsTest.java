package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestObjects;
import dev.holdfast.testkit.feed.EventStream;
import dev.holdfast.testkit.feed.FeedClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on a PostgreSQL 15, a Redis and an S3 store of somebody else's, by settings alone: no superuser anywhere, the second node through
 * a transaction pooler.
 */
@Tag("outside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutsidePartsTest {
    private static final String DATABASE = "records";
    private static final Path REDIS = Path.of("/usr/bin/redis-server");
    private static final int LOGINS_A_MINUTE = 10;

    @TempDir
    private static Path folder = Path.of("");

    private final List<AutoCloseable> started = new ArrayList<>();
    private final TestObjects objects = TestObjects.fresh();

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private DebianPostgres postgres;

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private ServeProcess first;

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private ServeProcess second;

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private Map<String, String> settings;

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private Person ann;

    @BeforeAll
    void start() throws SQLException {
        OutsideServer redis = closed(OutsideServer.prepare(REDIS, "redis-server"));
        redis.start(
                REDIS.toString(),
                "--port",
                Integer.toString(redis.port()),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--requirepass",
                "not-a-secret");
        postgres = closed(DebianPostgres.start());
        postgres.asSuperuser(
                "postgres",
                "create role records_owner login createrole password '" + DebianPostgres.PASSWORD + "'",
                "create role records_web login noinherit password '" + DebianPostgres.PASSWORD + "'",
                "create database " + DATABASE + " owner records_owner");
        settings = new HashMap<>(objects.settings());
        settings.put("holdfast.db.url", postgres.url(DATABASE));
        settings.put("holdfast.db.user", "records_web");
        settings.put("holdfast.db.password", DebianPostgres.PASSWORD);
        settings.put("holdfast.db.owner-user", "records_owner");
        settings.put("holdfast.db.owner-password", DebianPostgres.PASSWORD);
        settings.put("holdfast.limits", "on");
        settings.put("holdfast.limit.store", "redis");
        settings.put("holdfast.redis.url", "redis://:not-a-secret@127.0.0.1:" + redis.port() + "/1");
        settings.put("holdfast.secrets.master-key", "c2hhcmVkIGJ5IGFsbCBub2RlcyBvZiB0aGUgdGVzdHM=");
        settings.put("holdfast.audit.anchors", folder.resolve("anchors").toString());
        first = closed(ServeProcess.start(folder.resolve("first"), settings));
        Map<String, String> pooled = new HashMap<>(settings);
        pooled.put("holdfast.db.url", postgres.pooled(DATABASE, "records_web", "records_owner"));
        pooled.put("holdfast.db.direct-url", postgres.url(DATABASE));
        second = closed(ServeProcess.start(folder.resolve("second"), pooled));
        ann = Person.signUp(first::client);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : started.reversed()) {
            each.close();
        }
    }

    @Test
    void documentsVersionsAndSearch() {
        TestClient here = ann.client();
        TestClient there = ann.at(second::client).client();
        UUID workspace = ann.workspace();
        UUID id = ann.document(workspace, "Inventory of the cellar", "# Cellar\n\nTwo crates of pears.\n");
        Answer found = there.get("api/documents/" + id);
        assertThat(found.json().get("content").asString()).contains("crates of pears");
        Answer changed = there.with("If-Match", String.valueOf(found.header("ETag")))
                .put("api/documents/" + id, Map.of("title", "Inventory", "content", "Three crates of quinces."));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(here.with("If-Match", String.valueOf(found.header("ETag")))
                        .put("api/documents/" + id, Map.of("title", "Inventory", "content", "Stale."))
                        .status())
                .isEqualTo(412);
        assertThat(here.post("api/documents/" + id + "/versions", "").status()).isEqualTo(201);
        assertThat(there.get("api/documents/" + id + "/versions").json().get("items"))
                .isNotEmpty();
        assertThat(search(here, workspace, "quince")).containsExactly(id.toString());
        assertThat(search(there, workspace, "pears")).isEmpty();
        assertThat(there.delete("api/documents/" + id).status()).isEqualTo(204);
        assertThat(here.get("api/documents/" + id).status()).isEqualTo(410);
    }

    @Test
    void attachments() {
        byte[] bytes = "a,b\n1,2\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        Person there = ann.at(second::client);
        UUID attachment = ann.attach(ann.document(ann.workspace(), "With a file", "text"), "table.csv", bytes);
        assertThat(there.bytes(attachment)).isEqualTo(bytes);
        assertThat(there.client().get("api/attachments/" + attachment).header("Location"))
                .startsWith(TestObjects.server().endpoint() + "/" + objects.bucket() + "/");
        assertThat(folder.resolve("first/data/objects")).doesNotExist();
        assertThat(folder.resolve("first/data/pg")).doesNotExist();
    }

    @Test
    void syncAndStreamsOverBothNodes() throws Exception {
        Person there = ann.at(second::client);
        UUID workspace = ann.workspace();
        FeedClient copy = new FeedClient(there::client, "").pullAll(200);
        try (EventStream stream = EventStream.open(second.url().resolve("api/sync/stream"), ann.token())) {
            UUID id = ann.document(workspace, "Told at once", "text");
            assertThat(stream.await(event -> event.data().contains(workspace.toString()))
                            .data())
                    .isNotEmpty();
            assertThat(copy.pullAll(200).held(workspace, "document", id)).isNotNull();
        }
        assertThat(new FeedClient(ann::client, "").pullAll(3).held()).isEqualTo(copy.held());
    }

    @Test
    void limitsAreCountedForBothNodesTogether() {
        Map<String, String> wrong = Map.of("email", "nobody@process.test", "password", "a wrong one");
        int refusedAfter = 0;
        Answer answer;
        do {
            TestClient node = (refusedAfter % 2 == 0 ? first : second).client();
            answer = node.post("api/auth/login", wrong);
            refusedAfter++;
        } while (answer.status() == 401 && refusedAfter < 3 * LOGINS_A_MINUTE);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(refusedAfter).isBetween(LOGINS_A_MINUTE / 2, LOGINS_A_MINUTE + 3);
        assertThat(first.client().post("api/auth/login", wrong).status()).isEqualTo(429);
        assertThat(second.client().post("api/auth/login", wrong).status()).isEqualTo(429);
    }

    @Test
    void eachNodeMayStopAndCrash() {
        Writing writing = Writing.begin(ann.at(second::client).client(), ann.workspace());
        assertThat(first.terminate()).isZero();
        writing.awaitMore();
        first.start();
        writing.isKept(ann);
        Writing other = Writing.begin(ann.client(), ann.workspace());
        second.kill();
        other.awaitMore();
        second.start();
        other.isKept(ann.at(second::client));
    }

    @Test
    void theDatabaseMayCrash() {
        Writing writing = Writing.begin(ann.client(), ann.workspace());
        postgres.crash();
        Answer away = first.client().get("readyz");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.text()).contains("database");
        assertThat(first.client().get("healthz").status()).isEqualTo(200);
        postgres.startAgain();
        writing.awaitMore();
        writing.isKept(ann);
        Eventually.holds(
                "both are ready",
                () -> first.client().get("readyz").status() == 200
                        && second.client().get("readyz").status() == 200);
        assertThat(writing.refused())
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer.toString()).isEqualTo(503));
    }

    @Test
    void nobodyIsSuperuser() throws SQLException {
        assertThat(
                        postgres.texts(
                                DATABASE,
                                "select rolname from pg_roles where rolname !~ '^pg_' and (rolsuper or rolbypassrls or rolreplication)"))
                .containsExactly("superuser");
        assertThat(postgres.texts(DATABASE, """
                        select distinct pg_get_userbyid(relowner) from pg_class
                         where relnamespace in ('platform'::regnamespace, 'documents'::regnamespace)""")).containsExactly("records_owner");
    }

    @Test
    void oneRoleThatOwnsTheDatabaseIsEnough() throws SQLException {
        postgres.asSuperuser(
                "postgres",
                "create role alone login createrole password '" + DebianPostgres.PASSWORD + "'",
                "create database alone owner alone");
        Map<String, String> alone = new HashMap<>(settings);
        alone.keySet().removeIf(key -> key.startsWith("holdfast.db.owner"));
        alone.put("holdfast.db.url", postgres.url("alone"));
        alone.put("holdfast.db.user", "alone");
        alone.put("holdfast.blobs.bucket", TestObjects.fresh().bucket());
        try (ServeProcess node = ServeProcess.start(folder.resolve("alone"), alone)) {
            Person bob = Person.signUp(node::client);
            assertThat(bob.document(bob.workspace(), "Mine", "text")).isNotNull();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheReason() throws Exception {
        isRefused(Map.of("holdfast.environment", "prod"), "belongs to the environment 'dev'", "Nothing was changed");
        isRefused(Map.of("holdfast.db.owner-password", "wrong"), "PostgreSQL refused", "records_owner");
        isRefused(Map.of("holdfast.db.url", "jdbc:postgresql://127.0.0.1:1/records"), "PostgreSQL can't be reached");
        isRefused(
                Map.of("holdfast.redis.url", ""),
                "The settings can't be used: holdfast.limit.store=redis needs holdfast.redis.url");
        assertThat(Files.exists(folder.resolve("refused/data/pg"))).isFalse();
    }

    private void isRefused(Map<String, String> other, String... words) {
        Map<String, String> all = ServeProcess.withDefaults(settings);
        all.putAll(other);
        ProgramCommand.Ended ended = ProgramCommand.run(folder.resolve("refused"), all, "serve");
        assertThat(ended.err().lines().toList().getLast())
                .startsWith("holdfast: ")
                .contains(words);
        assertThat(ended.err()).doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(1);
    }

    private static List<String> search(TestClient client, UUID workspace, String words) {
        List<String> found = new ArrayList<>();
        client.get("api/workspaces/" + workspace + "/documents?query=" + words)
                .json()
                .get("items")
                .forEach(hit -> found.add(hit.get("id").asString()));
        return found;
    }

    private <T extends AutoCloseable> T closed(T part) {
        started.add(part);
        return part;
    }
}
