package dev.holdfast.documents.workspace;

import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.member;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each role on each route, against the table of {@link WorkspaceRole}; a stranger is told nothing. */
class RolesHttpTest {

    /** A request, with {@code W} for the workspace, {@code D} for a document, {@code V} for a version, {@code T} for one in the trash. */
    private record Route(
            String method, String path, @Nullable Object body, Permission needs) {}

    private static final Map<String, String> TEXT = Map.of("title", "t", "content", "new");
    private static final List<Route> ROUTES = List.of(
            new Route("GET", "api/workspaces/W", null, Permission.READ),
            new Route("PATCH", "api/workspaces/W", Map.of("name", "n"), Permission.ADMINISTER),
            new Route("DELETE", "api/workspaces/W", null, Permission.ADMINISTER),
            new Route("GET", "api/workspaces/W/members", null, Permission.READ),
            new Route(
                    "POST",
                    "api/workspaces/W/members",
                    Map.of("email", "x@example.org", "role", "viewer"),
                    Permission.INVITE),
            new Route("PATCH", "api/workspaces/W/members/O", Map.of("role", "owner"), Permission.ADMINISTER),
            new Route("DELETE", "api/workspaces/W/members/X", null, Permission.ADMINISTER),
            new Route("GET", "api/workspaces/W/documents", null, Permission.READ),
            new Route("GET", "api/workspaces/W/documents?query=old", null, Permission.READ),
            new Route("GET", "api/workspaces/W/documents?deleted=true", null, Permission.READ),
            new Route("POST", "api/workspaces/W/documents", TEXT, Permission.WRITE),
            new Route("GET", "api/documents/D", null, Permission.READ),
            new Route("PUT", "api/documents/D", TEXT, Permission.WRITE),
            new Route("DELETE", "api/documents/D", null, Permission.WRITE),
            new Route("POST", "api/documents/T/restore", "", Permission.WRITE),
            new Route("GET", "api/documents/D/versions", null, Permission.READ),
            new Route("GET", "api/documents/D/versions/V", null, Permission.READ),
            new Route("POST", "api/documents/D/versions", "", Permission.WRITE),
            new Route("POST", "api/documents/D/versions/V/restore", "", Permission.WRITE),
            new Route("GET", "api/documents/D/diff?from=V", null, Permission.READ),
            new Route("GET", "api/documents/D/links", null, Permission.SHARE),
            new Route("POST", "api/documents/D/links", Map.of(), Permission.SHARE));

    static List<String> roles() {
        List<String> roles = new ArrayList<>(WorkspaceRole.NAMES);
        roles.add("stranger");
        return roles;
    }

    @ParameterizedTest
    @MethodSource("roles")
    void eachRouteAsksTheTable(String role) {
        Person owner = person();
        for (Route route : ROUTES) {
            String workspace = workspace(owner);
            Person actor = role.equals("stranger") ? person() : member(owner, workspace, role);
            Person other = member(owner, workspace, "viewer");
            String document = id(document(owner.client(), workspace, "t", "old"));
            String version = id(owner.client().post("api/documents/" + document + "/versions", ""));
            String trashed = id(document(owner.client(), workspace, "trashed", "old"));
            owner.client().delete("api/documents/" + trashed);
            String path = route.path()
                    .replace("W", workspace)
                    .replace("D", document)
                    .replace("V", version)
                    .replace("T", trashed)
                    .replace("O", owner.id().toString())
                    .replace("X", other.id().toString());
            Answer answer = actor.client().with("If-Match", "*").send(route.method(), path, route.body());
            String said = role + ": " + route.method() + " " + route.path() + " → " + answer;
            if (role.equals("stranger")) {
                assertThat(answer.status()).as(said).isEqualTo(404);
            } else if (WorkspaceRole.named(role).may(route.needs())) {
                assertThat(answer.status()).as(said).isBetween(200, 204);
            } else {
                assertThat(answer.status()).as(said).isEqualTo(403);
                assertThat(answer.json().get("code").asString()).isEqualTo("FORBIDDEN");
                assertThat(owner.client()
                                .get("api/documents/" + document)
                                .json()
                                .get("content")
                                .asString())
                        .isEqualTo("old");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("roles")
    void onlyOwnersMakeOwners(String role) {
        Person owner = person();
        String workspace = workspace(owner);
        Person actor = role.equals("stranger") ? person() : member(owner, workspace, role);
        Answer answer = actor.client()
                .post("api/workspaces/" + workspace + "/members", Map.of("email", person().email(), "role", "owner"));
        assertThat(answer.status())
                .as(answer.text())
                .isEqualTo(role.equals("owner") ? 200 : role.equals("stranger") ? 404 : 403);
    }

    @ParameterizedTest
    @MethodSource("roles")
    void everybodyMayLeave(String role) {
        Person owner = person();
        String workspace = workspace(owner);
        Person actor = role.equals("stranger") ? person() : member(owner, workspace, role);
        assertThat(actor.client()
                        .delete("api/workspaces/" + workspace + "/members/" + actor.id())
                        .status())
                .isEqualTo(role.equals("stranger") ? 404 : 204);
        assertThat(actor.client().get("api/workspaces/" + workspace).status()).isEqualTo(404);
    }
}
