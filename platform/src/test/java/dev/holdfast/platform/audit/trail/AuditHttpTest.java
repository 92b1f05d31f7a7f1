package dev.holdfast.platform.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.Stage;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Administrators;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who reads which part of the audit log, over HTTP. */
final class AuditHttpTest {
    private static final String PASSWORD = "plain sailing 77 boats";

    private static TestApp app;
    private static TestClient owner;
    private static TestClient member;
    private static TestClient stranger;
    private static TestClient admin;
    private static UUID ownerId;
    private static UUID memberId;
    private static UUID space;

    @BeforeAll
    static void boot() {
        app = TestApp.start(TestDatabase.fresh("platform"), Map.of(), PlatformConfiguration.class);
        owner = app.client().signUp("owner@example.org", PASSWORD);
        member = app.client().signUp("member@example.org", PASSWORD);
        stranger = app.client().signUp("stranger@example.org", PASSWORD);
        admin = app.client().signUp("admin@example.org", PASSWORD);
        app.bean(Administrators.class).grant("admin@example.org");
        ownerId = id(owner);
        memberId = id(member);
        space = Stage.space(app, ownerId);
        app.database()
                .asOwner("insert into platform.members values ('" + space + "', '" + memberId + "', 'member', now())");
        for (int i = 0; i < 7; i++) {
            note(ownerId, "document.changed", i);
        }
        note(memberId, "document.read", 99);
        Eventually.holds(
                "linked", () -> owner.get("api/audit?spaceId=" + space).text().split("\"hash\":\"", -1).length == 9);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void whoRunsASpaceReadsAllOfIt() {
        Answer answer = owner.get("api/audit?spaceId=" + space);

        assertThat(answer.status()).isEqualTo(200);
        JsonNode newest = answer.json().get("items").get(0);
        assertThat(newest.propertyNames())
                .containsExactly(
                        "id",
                        "at",
                        "actorUserId",
                        "actorRole",
                        "spaceId",
                        "action",
                        "entity",
                        "entityId",
                        "before",
                        "after",
                        "ip",
                        "userAgent",
                        "justification",
                        "hash",
                        "previousHash");
        assertThat(newest.get("action").asString()).isEqualTo("document.read");
        assertThat(newest.get("actorUserId").asString()).isEqualTo(memberId.toString());
        assertThat(newest.get("actorRole").asString()).isEqualTo("member");
        assertThat(newest.get("after").get("n").asInt()).isEqualTo(99);
        assertThat(newest.get("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(newest.get("previousHash").asString())
                .isEqualTo(answer.json().get("items").get(1).get("hash").asString());
    }

    @Test
    void othersReadTheirOwnActsOrNothing() {
        assertThat(member.get("api/audit?spaceId=" + space).status()).isEqualTo(403);
        assertThat(stranger.get("api/audit?spaceId=" + space).status()).isEqualTo(404);
        assertThat(app.client().get("api/audit").status()).isEqualTo(401);
        assertThat(member.get("api/audit?actor=" + ownerId).status()).isEqualTo(403);
        for (JsonNode item : member.get("api/audit").json().get("items")) {
            assertThat(item.get("actorUserId").asString()).isEqualTo(memberId.toString());
        }
        assertThat(member.get("api/audit?action=document.read").json().get("items"))
                .hasSize(1);
        assertThat(member.get("api/audit?action=document.changed").json().get("items"))
                .isEmpty();
    }

    @Test
    void anAdministratorReadsEverythingAndThatIsNoted() {
        assertThat(admin.get("api/audit?spaceId=" + space + "&action=document.read")
                        .json()
                        .get("items"))
                .hasSize(1);

        Answer seen = owner.get("api/audit?spaceId=" + space + "&action=audit.read");
        assertThat(seen.json().get("items")).hasSize(1);
        assertThat(seen.json().get("items").get(0).get("actorUserId").asString())
                .isEqualTo(id(admin).toString());
    }

    @Test
    void pagesHoldEachEntryOnce() {
        Set<String> ids = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            Answer page =
                    owner.get("api/audit?entity=document&limit=3&action=document.changed&spaceId=" + space + cursor);
            page.json()
                    .get("items")
                    .forEach(item ->
                            assertThat(ids.add(item.get("id").asString())).isTrue());
            JsonNode next = page.json().get("nextCursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
            pages++;
        } while (!cursor.isEmpty());
        assertThat(ids).hasSize(7);
        assertThat(pages).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spaceId=x",
                "actor=1",
                "from=yesterday",
                "to=2026",
                "limit=0",
                "limit=201",
                "cursor=abc",
                "entityId=%00",
                "action=a%00b"
            })
    void refusesBadParameters(String query) {
        Answer answer = owner.get("api/audit?" + query);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void exportsLinesAndRows() {
        note(ownerId, "document.moved", "=1+1");
        Answer lines = owner.get("api/audit/export?entity=document&spaceId=" + space);
        Answer rows = owner.get("api/audit/export?format=csv&entity=document&spaceId=" + space);

        assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(lines.text()
                        .lines()
                        .map(line ->
                                TestClient.JSON.readTree(line).get("entity").asString()))
                .containsOnly("document");
        assertThat(rows.text().lines().count()).isEqualTo(lines.text().lines().count() + 1);
        assertThat(owner.get("api/audit/export?format=xls").status()).isEqualTo(400);
        assertThat(member.get("api/audit/export?spaceId=" + space).status()).isEqualTo(403);
        assertThat(stranger.get("api/audit/export?spaceId=" + space).status()).isEqualTo(404);
        assertThat(owner.get("api/audit?action=audit.exported&spaceId=" + space)
                        .json()
                        .get("items"))
                .hasSize(2);
    }

    @Test
    void checksTheChain() {
        Answer own = owner.post("api/audit/verify?spaceId=" + space, Map.of());
        Answer all = admin.post("api/audit/verify", Map.of());

        assertThat(own.status()).isEqualTo(200);
        assertThat(own.json().get("ok").asBoolean()).isTrue();
        assertThat(own.json().get("firstBroken").isNull()).isTrue();
        assertThat(own.json().get("heads").get(0).get("spaceId").asString()).isEqualTo(space.toString());
        assertThat(all.json().get("ok").asBoolean()).isTrue();
        assertThat(all.json().get("entries").asInt())
                .isGreaterThanOrEqualTo(own.json().get("entries").asInt());
        assertThat(owner.post("api/audit/verify", Map.of()).status()).isEqualTo(403);
        assertThat(member.post("api/audit/verify?spaceId=" + space, Map.of()).status())
                .isEqualTo(403);
        assertThat(stranger.post("api/audit/verify?spaceId=" + space, Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void securityEventsReachTheAuditLogWhateverBecomesOfTheTransaction() {
        Actor actor = Stage.actor(memberId);
        try {
            app.bean(Transactions.class).write(actor, tx -> {
                app.bean(SecurityEvents.class).note(new SecurityEvent("space.foreign", actor, memberId, space));
                throw new IllegalStateException("refused");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("refused");
        }
        Eventually.holds(
                "noted",
                () -> owner.get("api/audit?action=space.foreign&spaceId=" + space)
                                .json()
                                .get("items")
                                .size()
                        == 1);
        assertThat(app.bean(MeterRegistry.class)
                        .counter("holdfast.security.events", "type", "space.foreign")
                        .count())
                .isEqualTo(1);
    }

    private static void note(UUID account, String action, Object n) {
        app.bean(Transactions.class).write(Stage.actor(account), tx -> {
            app.bean(Audit.class)
                    .record(tx, AuditEntry.of(action, "document", space, space).changing(Map.of(), Map.of("n", n)));
            return true;
        });
    }

    private static UUID id(TestClient client) {
        return UUID.fromString(client.get("api/me").json().get("id").asString());
    }
}
