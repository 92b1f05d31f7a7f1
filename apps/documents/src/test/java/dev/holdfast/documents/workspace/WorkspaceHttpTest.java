package dev.holdfast.documents.workspace;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.body;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.freshId;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.mailedToken;
import static dev.holdfast.documents.DocumentsStage.member;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WorkspaceHttpTest {
    private final Person ada = person();

    @AfterEach
    void realTime() {
        app().clock().reset();
    }

    @Test
    void madeReadChangedDeletedAndBroughtBack() {
        Answer made = ada.client().post("api/workspaces", Map.of("name", "Notes"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(List.copyOf(made.json().propertyNames()))
                .containsExactlyInAnyOrder("id", "name", "role", "aiMode", "createdAt", "updatedAt");
        assertThat(made.json().get("role").asString()).isEqualTo("owner");
        assertThat(made.json().get("aiMode").asString()).isEqualTo("byo");
        String path = "api/workspaces/" + id(made);
        assertThat(ada.client().get(path).json()).isEqualTo(made.json());
        Answer changed = ada.client().patch(path, Map.of("name", "Papers", "aiMode", "proxy"));
        assertThat(changed.json().get("name").asString()).isEqualTo("Papers");
        assertThat(ada.client().patch(path, Map.of()).json().get("aiMode").asString())
                .isEqualTo("proxy");

        String document = "api/documents/" + id(document(ada.client(), id(made), "t", "c"));
        assertThat(ada.client().delete(path).status()).isEqualTo(204);
        assertThat(ada.client().get(path).status()).isEqualTo(404);
        assertThat(ada.client().get(document).status()).isEqualTo(404);
        assertThat(ada.client().delete(path).status()).isEqualTo(404);
        assertThat(person().client().post(path + "/restore", "").status()).isEqualTo(404);
        app().clock().advance(Duration.ofMinutes(10));
        Answer restored = ada.client().post(path + "/restore", "");
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.json().get("name").asString()).isEqualTo("Papers");
        assertThat(ada.client().get(document).status()).isEqualTo(200);
        assertThat(ada.client().post(path + "/restore", "").status()).isEqualTo(200);
    }

    @Test
    void anIdOfOnesOwnMakesCreationRepeatable() {
        Map<String, ?> wanted = Map.of("id", freshId(), "name", "Guest's");
        Answer first = ada.client().post("api/workspaces", wanted);
        Answer again = ada.client().post("api/workspaces", wanted);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(person().client().post("api/workspaces", wanted).status()).isEqualTo(409);
        assertThat(ada.client()
                        .post("api/workspaces", Map.of("id", id(first), "name", "Other"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void onesOwnAreListedByNameInPages() {
        for (String name : List.of("c", "a", "b", "a", "ä")) {
            ada.client().post("api/workspaces", Map.of("name", name));
        }
        List<String> all = names(ada.client().get("api/workspaces"));
        assertThat(all).hasSize(5);
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Answer page = ada.client().get("api/workspaces?limit=2" + cursor);
            paged.addAll(names(page));
            JsonNode next = page.json().get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }
        assertThat(paged).isEqualTo(all);
        assertThat(names(person().client().get("api/workspaces"))).isEmpty();
    }

    @Test
    void invitationsOfStrangersWaitForTheirLink() {
        String workspace = workspace(ada);
        String email = "stranger-" + workspace + "@example.org";
        Answer waiting =
                ada.client().post("api/workspaces/" + workspace + "/members", Map.of("email", email, "role", "editor"));
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(List.copyOf(waiting.json().propertyNames()))
                .containsExactlyInAnyOrder("id", "email", "role", "status", "expiresAt");
        assertThat(waiting.json().get("status").asString()).isEqualTo("pending");
        String token = mailedToken(email);
        TestClient stranger = app().client().signUp(email, "correct horse battery");
        assertThat(stranger.get("api/workspaces/" + workspace).status()).isEqualTo(404);
        Answer joined = stranger.post("api/invites/" + token + "/accept", "");
        assertThat(joined.status()).as(joined.text()).isEqualTo(200);
        assertThat(joined.json().get("role").asString()).isEqualTo("editor");
        assertThat(stranger.post("api/invites/" + token + "/accept", "").status())
                .as("a link works once")
                .isEqualTo(404);
        assertThat(stranger.post("api/invites/" + "x".repeat(500) + "/accept", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theLastOwnerStays() {
        String workspace = workspace(ada);
        String members = "api/workspaces/" + workspace + "/members";
        Person bob = member(ada, workspace, "member");
        Answer refused = ada.client().delete(members + "/" + ada.id());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("code").asString()).isEqualTo("LAST_OWNER");
        assertThat(ada.client()
                        .patch(members + "/" + ada.id(), Map.of("role", "viewer"))
                        .status())
                .isEqualTo(409);
        Answer promoted = ada.client().patch(members + "/" + bob.id(), Map.of("role", "owner"));
        assertThat(promoted.json().get("role").asString()).isEqualTo("owner");
        assertThat(List.copyOf(promoted.json().propertyNames())).containsExactlyInAnyOrder("userId", "email", "role");
        assertThat(ada.client().delete(members + "/" + ada.id()).status()).isEqualTo(204);
        assertThat(ada.client().get(members).status()).isEqualTo(404);
        assertThat(bob.client().get(members).json().get("items").size()).isEqualTo(1);
    }

    @Test
    void membersAreListedInPages() {
        String workspace = workspace(ada);
        for (int i = 0; i < 4; i++) {
            member(ada, workspace, "viewer");
        }
        Answer first = ada.client().get("api/workspaces/" + workspace + "/members?limit=3");
        Answer second = ada.client()
                .get("api/workspaces/" + workspace + "/members?limit=3&cursor="
                        + first.json().get("nextCursor").asString());
        assertThat(first.json().get("items").size()).isEqualTo(3);
        assertThat(second.json().get("items").size()).isEqualTo(2);
    }

    @Test
    void badRequests() {
        assertThat(ada.client().post("api/workspaces", Map.of("name", "")).status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post("api/workspaces", Map.of("name", "n".repeat(201)))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client().post("api/workspaces", Map.of()).status()).isEqualTo(422);
        assertThat(ada.client()
                        .post("api/workspaces", Map.of("name", "n", "aiMode", "maybe"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post("api/workspaces", Map.of("name", "n", "id", "7"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post("api/workspaces", Map.of("name", "n", "color", "red"))
                        .json()
                        .get("code")
                        .asString())
                .isEqualTo("UNKNOWN_FIELD");
        String path = "api/workspaces/" + workspace(ada);
        assertThat(ada.client().patch(path, body("name", null)).status()).isEqualTo(422);
        assertThat(ada.client().patch(path, body("aiMode", null)).status()).isEqualTo(422);
        assertThat(ada.client().get("api/workspaces/7").status()).isEqualTo(400);
        assertThat(ada.client().get("api/workspaces?cursor=x").status()).isEqualTo(400);
        assertThat(ada.client()
                        .post(path + "/members", Map.of("email", "nobody", "role", "member"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post(path + "/members", Map.of("email", "a@b.org", "role", "king"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post(path + "/members", Map.of("email", ada.email(), "role", "member"))
                        .status())
                .isEqualTo(409);
        assertThat(ada.client()
                        .patch(path + "/members/" + freshId(), Map.of("role", "member"))
                        .status())
                .isEqualTo(404);
        assertThat(ada.client().delete(path + "/members/" + freshId()).status()).isEqualTo(404);
        assertThat(app().client().get("api/workspaces").status()).isEqualTo(401);
        assertThat(app().client().post("api/workspaces", Map.of("name", "n")).status())
                .isEqualTo(401);
    }

    private static List<String> names(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.json().get("items").forEach(item -> names.add(item.get("name").asString()));
        return names;
    }
}
