package dev.holdfast.platform.identity;

import static dev.holdfast.platform.identity.IdentityApp.PASSWORD;
import static dev.holdfast.platform.identity.IdentityApp.app;
import static dev.holdfast.platform.identity.IdentityApp.client;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static dev.holdfast.platform.identity.IdentityApp.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One's own account over HTTP, and who administers. */
final class AccountHttpTest {

    @Test
    void nobodyIsToldToSignIn() {
        Answer answer = app().client().get("api/me");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void theNameIsPatched() {
        TestClient me = client(signUp(newEmail()));

        assertThat(me.patch("api/me", Map.of("displayName", "Ada"))
                        .json()
                        .get("displayName")
                        .asString())
                .isEqualTo("Ada");
        assertThat(me.patch("api/me", "{}").json().get("displayName").asString())
                .isEqualTo("Ada");
        assertThat(me.patch("api/me", "{\"displayName\":\"Bea\",\"admin\":true}")
                        .json()
                        .get("admin")
                        .asBoolean())
                .isFalse();
        assertThat(me.patch("api/me", "{\"displayName\":null}")
                        .json()
                        .get("displayName")
                        .isNull())
                .isTrue();
        assertThat(me.patch("api/me", "{\"displayName\":7}").status()).isEqualTo(422);
        assertThat(me.patch("api/me", Map.of("displayName", "x".repeat(201))).status())
                .isEqualTo(422);
        assertThat(me.patch("api/me", "{\"name\":\"x\"}").status()).isEqualTo(422);
        assertThat(me.patch("api/me", "[]").status()).isEqualTo(422);
        assertThat(me.patch("api/me", "null").status()).isBetween(400, 422);
        assertThat(me.patch("api/me", "{").status()).isEqualTo(400);
    }

    @Test
    void aDeletedAccountIsOutAndItsAddressIsFree() {
        String email = newEmail();
        Answer session = signUp(email);
        assertThat(client(session).delete("api/me").status()).isEqualTo(204);

        assertThat(client(session).get("api/me").status()).isEqualTo(401);
        Map<String, String> refresh =
                Map.of("refreshToken", session.json().get("refreshToken").asString());
        assertThat(app().client().post("api/auth/refresh", refresh).status()).isEqualTo(401);
        Map<String, String> login = Map.of("email", email, "password", PASSWORD);
        assertThat(code(app().client().post("api/auth/login", login))).isEqualTo("CREDENTIALS_WRONG");
        signUp(email);
    }

    @Test
    void theOnlyOwnerOfASpaceWithOthersStays() {
        Answer owner = signUp(newEmail());
        Answer other = signUp(newEmail());
        String space = "00000000-0000-7000-8000-0000000000f1";
        app().database()
                .asOwner(
                        "insert into platform.spaces (id, kind, name, created_at, updated_at) values ('" + space
                                + "', 'workspace', 'Boats', now(), now())",
                        "insert into platform.members values ('" + space + "', '" + id(owner) + "', 'owner', now())",
                        "insert into platform.members values ('" + space + "', '" + id(other) + "', 'member', now())");

        Answer refused = client(owner).delete("api/me");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(code(refused)).isEqualTo("SOLE_OWNER");
        assertThat(refused.text()).contains("Boats");
        assertThat(client(owner).get("api/me").status()).isEqualTo(200);
        app().database().asOwner("update platform.members set role = 'owner' where account_id = '" + id(other) + "'");
        assertThat(client(owner).delete("api/me").status()).isEqualTo(204);
    }

    @Test
    void administratorsAreMadeOnTheMachineAlone() {
        String email = newEmail();
        TestClient me = client(signUp(email));
        Administrators administrators = app().bean(Administrators.class);
        assertThat(me.get("api/me").json().get("admin").asBoolean()).isFalse();

        assertThat(administrators.grant(email.toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(administrators.any()).isTrue();
        assertThat(me.get("api/me").json().get("admin").asBoolean()).isTrue();

        assertThat(administrators.revoke(email)).isTrue();
        assertThat(me.get("api/me").json().get("admin").asBoolean()).isFalse();
        assertThat(administrators.grant("nobody-at-all@example.org")).isFalse();
    }

    private static String id(Answer session) {
        return session.json().get("user").get("id").asString();
    }
}
