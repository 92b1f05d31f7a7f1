package dev.holdfast.platform.identity.key;

import static dev.holdfast.platform.identity.IdentityApp.app;
import static dev.holdfast.platform.identity.IdentityApp.client;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static dev.holdfast.platform.identity.IdentityApp.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.identity.Administrators;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

final class ApiKeyHttpTest {
    private static final Map<String, Object> READER = Map.of("name", "reader", "scopes", List.of("documents:read"));

    @AfterEach
    void now() {
        app().clock().reset();
    }

    @Test
    void theKeyIsShownOnce() {
        TestClient ada = client(signUp(newEmail()));

        Answer made = ada.post("api/api-keys", READER);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id", "name", "prefix", "scopes", "spaceId", "createdAt", "lastUsedAt", "expiresAt", "key");
        String key = made.json().get("key").asString();
        assertThat(key)
                .startsWith(made.json().get("prefix").asString())
                .startsWith("hf_")
                .hasSizeGreaterThan(40);
        Answer list = ada.get("api/api-keys");
        assertThat(list.json().get("items")).hasSize(1);
        assertThat(list.json().get("nextCursor").isNull()).isTrue();
        assertThat(list.text()).doesNotContain(key);
    }

    @Test
    void aKeyActsForItsOwnerWithinItsScopes() {
        Answer session = signUp(newEmail());
        Answer made = client(session).post("api/api-keys", READER);
        TestClient machine = app().client().bearer(made.json().get("key").asString());

        assertThat(machine.get("api/me").json().get("id").asString())
                .isEqualTo(session.json().get("user").get("id").asString());
        assertThat(machine.get("api/api-keys").status()).isEqualTo(403);
        assertThat(machine.post("api/api-keys", READER).status()).isEqualTo(403);
        assertThat(machine.delete("api/me").status()).isEqualTo(403);
        assertThat(machine.get("api/auth/sessions").status()).isEqualTo(403);
        Actor actor = app().bean(ApiKeys.class)
                .authenticate(made.json().get("key").asString(), new Origin("", "", ""))
                .orElseThrow();
        assertThat(actor.kind()).isEqualTo(Actor.Kind.API_KEY);
        assertThat(actor.allows("documents:read")).isTrue();
        assertThat(actor.allows("documents:write")).isFalse();
        assertThat(client(session)
                        .get("api/api-keys")
                        .json()
                        .get("items")
                        .get(0)
                        .get("lastUsedAt")
                        .isNull())
                .isFalse();
    }

    @Test
    void aKeyEnds() {
        Answer session = signUp(newEmail());
        TestClient ada = client(session);
        Answer deleted = ada.post("api/api-keys", READER);
        String expires = app().clock().instant().plus(Duration.ofMinutes(5)).toString();
        Answer expiring = ada.post("api/api-keys", Map.of("name", "e", "scopes", List.of("ai"), "expiresAt", expires));
        assertThat(expiring.status()).as(expiring.text()).isEqualTo(201);

        assertThat(ada.delete("api/api-keys/" + deleted.json().get("id").asString())
                        .status())
                .isEqualTo(204);
        assertThat(ada.delete("api/api-keys/" + deleted.json().get("id").asString())
                        .status())
                .isEqualTo(404);
        assertThat(status(deleted)).isEqualTo(401);
        assertThat(status(expiring)).isEqualTo(200);
        app().clock().advance(Duration.ofMinutes(6));
        assertThat(status(expiring)).isEqualTo(401);
        app().clock().reset();
        assertThat(ada.delete("api/me").status()).isEqualTo(204);
        assertThat(status(expiring)).isEqualTo(401);
    }

    @Test
    void keysAreTheirOwnersAlone() {
        TestClient ada = client(signUp(newEmail()));
        TestClient bea = client(signUp(newEmail()));
        String adas = ada.post("api/api-keys", READER).json().get("id").asString();

        assertThat(bea.delete("api/api-keys/" + adas).status()).isEqualTo(404);
        assertThat(bea.get("api/api-keys").json().get("items")).isEmpty();
        assertThat(ada.get("api/api-keys").json().get("items")).hasSize(1);
    }

    @Test
    void aKeyMayBeBoundToASpaceOfOnes() {
        Answer session = signUp(newEmail());
        String space = "00000000-0000-7000-8000-0000000000e1";
        String owner = session.json().get("user").get("id").asString();
        app().database()
                .asOwner(
                        "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + space
                                + "', 'workspace', 'w', now(), now())",
                        "insert into platform.members values ('" + space + "', '" + owner + "', 'owner', now())");
        Map<String, Object> bound = Map.of("name", "bound", "scopes", List.of("sync:read"), "spaceId", space);

        Answer made = client(session).post("api/api-keys", bound);

        assertThat(made.status()).isEqualTo(201);
        Actor actor = app().bean(ApiKeys.class)
                .authenticate(made.json().get("key").asString(), new Origin("", "", ""))
                .orElseThrow();
        assertThat(actor.onlySpace()).isEqualTo(UUID.fromString(space));
        assertThat(client(signUp(newEmail())).post("api/api-keys", bound).status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"scopes\":[]}",
                "{\"name\":\" \",\"scopes\":[\"ai\"]}",
                "{\"name\":\"x\",\"scopes\":[\"everything\"]}",
                "{\"name\":\"x\",\"scopes\":[null]}",
                "{\"name\":\"x\",\"scopes\":\"ai\"}",
                "{\"name\":\"x\",\"scopes\":[\"ai\"],\"spaceId\":\"1\"}",
                "{\"name\":\"x\",\"scopes\":[\"admin\"]}",
                "{\"name\":\"x\",\"scopes\":[\"ai\"],\"spaceId\":\"00000000-0000-7000-8000-0000000000aa\"}",
                "{\"name\":\"x\",\"scopes\":[\"ai\"],\"expiresAt\":\"yesterday\"}",
                "{\"name\":\"x\",\"scopes\":[\"ai\"],\"expiresAt\":\"2001-01-01T00:00:00.000Z\"}",
                "{\"name\":\"x\",\"scopes\":[\"ai\"],\"accountId\":\"00000000-0000-7000-8000-0000000000aa\"}",
                "{\"name\":\"x\\u0000\",\"scopes\":[\"ai\"]}"
            })
    void badKeysAreRefused(String body) {
        TestClient ada = client(signUp(newEmail()));

        assertThat(ada.post("api/api-keys", body).status()).isEqualTo(422);
        assertThat(ada.get("api/api-keys").json().get("items")).isEmpty();
    }

    @Test
    void madeUpKeysAreRefused() {
        for (String key : List.of("hf_", "hf_x", "hf_" + "A".repeat(43), "hf_é")) {
            assertThat(app().client().bearer(key).get("api/me").status()).isEqualTo(401);
        }
        assertThat(client(signUp(newEmail())).delete("api/api-keys/x").status()).isEqualTo(400);
    }

    @Test
    void anAdministratorsKeyAdministersOnlyWithTheScope() {
        String email = newEmail();
        TestClient ada = client(signUp(email));
        assertThat(app().bean(Administrators.class).grant(email)).isTrue();
        String plain = ada.post("api/api-keys", READER).json().get("key").asString();
        String admin = ada.post("api/api-keys", Map.of("name", "a", "scopes", List.of("admin")))
                .json()
                .get("key")
                .asString();

        List<String> routes = routes(Access.Rule.ADMIN);
        assertThat(routes).isNotEmpty();
        for (String route : routes) {
            assertThat(app().client().bearer(plain).get(route).status())
                    .as(route)
                    .isEqualTo(403);
            assertThat(app().client().bearer(admin).get(route).status())
                    .as(route)
                    .isNotIn(401, 403);
        }
    }

    @Test
    void routesNameKnownScopesAlone() {
        assertThat(handlers().values())
                .extracting(handler -> handler.getMethodAnnotation(Access.class))
                .filteredOn(access -> access != null
                        && !access.scope().isEmpty()
                        && !access.scope().startsWith("probe:"))
                .extracting(Access::scope)
                .isSubsetOf(Scope.words());
    }

    /** The routes of a rule that are read without an id. */
    private static List<String> routes(Access.Rule rule) {
        return handlers().entrySet().stream()
                .filter(route ->
                        route.getKey().getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .filter(route -> {
                    Access access = route.getValue().getMethodAnnotation(Access.class);
                    return access != null && access.value() == rule;
                })
                .flatMap(route -> route.getKey().getPatternValues().stream())
                .filter(path -> path.startsWith("/api/") && !path.contains("{"))
                .map(path -> path.substring(1))
                .toList();
    }

    private static Map<RequestMappingInfo, HandlerMethod> handlers() {
        return app().context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods();
    }

    private static int status(Answer made) {
        return app().client()
                .bearer(made.json().get("key").asString())
                .get("api/me")
                .status();
    }
}
