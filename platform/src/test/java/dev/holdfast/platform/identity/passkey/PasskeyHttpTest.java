package dev.holdfast.platform.identity.passkey;

import static dev.holdfast.platform.identity.IdentityApp.PASSWORD;
import static dev.holdfast.platform.identity.IdentityApp.app;
import static dev.holdfast.platform.identity.IdentityApp.client;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static dev.holdfast.platform.identity.IdentityApp.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.identity.Mailbox;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.webauthn.SoftAuthenticator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PasskeyHttpTest {
    private static final String ROUTE = "api/auth/passkeys";

    @AfterEach
    void now() {
        app().clock().reset();
    }

    @Test
    void anAccountNeedsNothingButAPasskey() {
        SoftAuthenticator phone = phone().synced();
        Answer options = signUpOptions(Map.of());
        assertThat(options.json().propertyNames()).containsExactly("ceremonyId", "publicKey");

        Answer joined = finish("signup", options, phone.create(publicKey(options)), null);

        assertThat(joined.status()).as(joined.text()).isEqualTo(201);
        assertThat(joined.json().propertyNames())
                .containsExactly("accessToken", "refreshToken", "expiresIn", "user", "recoveryCodes");
        assertThat(joined.json().get("recoveryCodes")).hasSize(10);
        assertThat(joined.header("Cache-Control")).isEqualTo("no-store");
        JsonNode me = client(joined).get("api/me").json();
        assertThat(me.get("email").isNull()).isTrue();
        assertThat(login(phone).json().get("user").get("id")).isEqualTo(me.get("id"));
        JsonNode key = client(joined).get(ROUTE).json().get("items").get(0);
        assertThat(key.propertyNames()).containsExactly("id", "name", "createdAt", "lastUsedAt", "backedUp");
        assertThat(key.get("backedUp").asBoolean()).isTrue();
        assertThat(key.get("lastUsedAt").isNull()).isFalse();
        Map<String, String> code = Map.of(
                "accountId",
                me.get("id").asString(),
                "code",
                joined.json().get("recoveryCodes").get(0).asString());
        assertThat(app().client().post("api/auth/recover", code).status()).isEqualTo(200);
    }

    @Test
    void anAccountWithAnAddressGetsNoCodes() {
        String email = newEmail();
        Answer options = signUpOptions(Map.of("email", email, "displayName", "Ada"));
        JsonNode publicKey = publicKey(options);
        assertThat(publicKey.get("user").get("name").asString()).isEqualTo(email);
        assertThat(publicKey.get("user").get("displayName").asString()).isEqualTo("Ada");
        assertThat(publicKey.get("rp").get("id").asString()).isEqualTo("localhost");
        assertThat(publicKey.get("attestation").asString()).isEqualTo("none");
        assertThat(publicKey
                        .get("authenticatorSelection")
                        .get("userVerification")
                        .asString())
                .isEqualTo("required");

        Answer joined = finish("signup", options, phone().create(publicKey), null);

        assertThat(joined.status()).isEqualTo(201);
        assertThat(joined.json().has("recoveryCodes")).isFalse();
        assertThat(joined.json().get("user").get("email").asString()).isEqualTo(email);
        assertThat(code(signUpOptions(Map.of("email", email)))).isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void aPasskeyIsAddedNamedAndRemoved() {
        String email = newEmail();
        TestClient person = client(signUp(email));
        SoftAuthenticator phone = phone();
        Answer added = register(person, phone, "Phone");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.json().propertyNames()).containsExactly("id", "name", "createdAt", "lastUsedAt", "backedUp");
        assertThat(Mailbox.subjects(app(), email)).containsExactly("A passkey was added to your account");
        String path = ROUTE + "/" + added.json().get("id").asString();

        assertThat(person.patch(path, Map.of("name", "Old phone"))
                        .json()
                        .get("name")
                        .asString())
                .isEqualTo("Old phone");
        assertThat(login(phone).status()).isEqualTo(200);
        TestClient stranger = client(signUp(newEmail()));
        assertThat(stranger.patch(path, Map.of("name", "mine")).status()).isEqualTo(404);
        assertThat(stranger.delete(path).status()).isEqualTo(404);
        assertThat(person.delete(path).status()).isEqualTo(204);
        assertThat(person.delete(path).status()).isEqualTo(404);
        assertThat(code(login(phone))).isEqualTo("CREDENTIALS_WRONG");
    }

    @Test
    void theLastWayInStays() {
        SoftAuthenticator first = phone();
        Answer options = signUpOptions(Map.of());
        TestClient person = client(finish("signup", options, first.create(publicKey(options)), null));
        String path = ROUTE + "/"
                + person.get(ROUTE).json().get("items").get(0).get("id").asString();
        assertThat(code(person.delete(path))).isEqualTo("LAST_CREDENTIAL");
        assertThat(person.delete(path).status()).isEqualTo(409);

        assertThat(register(person, phone(), "Second").status()).isEqualTo(201);

        assertThat(person.delete(path).status()).isEqualTo(204);
    }

    @Test
    void furtherPasskeysShareTheHandleAndExcludeTheFirst() {
        TestClient person = client(signUp(newEmail()));
        register(person, phone(), "First");
        JsonNode first = publicKey(person.post(ROUTE + "/register/options", Map.of()));
        JsonNode second = publicKey(person.post(ROUTE + "/register/options", Map.of()));

        assertThat(second.get("user").get("id")).isEqualTo(first.get("user").get("id"));
        assertThat(second.get("excludeCredentials")).hasSize(1);
        assertThat(second.get("challenge")).isNotEqualTo(first.get("challenge"));
    }

    @Test
    void aCeremonyIsGoodOnceForFiveMinutesForItsPurposeAndAccount() {
        TestClient person = client(signUp(newEmail()));
        Answer options = person.post(ROUTE + "/register/options", Map.of());
        ObjectNode credential = phone().create(publicKey(options));
        Map<String, Object> body = body(options, credential, "x");
        TestClient stranger = client(signUp(newEmail()));
        assertThat(stranger.post(ROUTE + "/register", body).status())
                .as("another account's")
                .isEqualTo(422);
        assertThat(app().client().post(ROUTE + "/signup", body).status())
                .as("another purpose")
                .isEqualTo(422);
        assertThat(person.post(ROUTE + "/register", body).status()).isEqualTo(201);
        assertThat(person.post(ROUTE + "/register", body).status()).as("again").isEqualTo(422);
        Answer late = person.post(ROUTE + "/register/options", Map.of());
        app().clock().advance(Duration.ofSeconds(301));

        Answer answer = person.post(ROUTE + "/register", body(late, phone().create(publicKey(late)), "x"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("ceremonyId");
    }

    @Test
    void aSignatureIsGoodOnce() {
        SoftAuthenticator phone = phone();
        register(client(signUp(newEmail())), phone, "Phone");
        Answer options = loginOptions();
        ObjectNode credential = phone.get(publicKey(options));
        assertThat(finish("login", options, credential, null).status()).isEqualTo(200);

        assertThat(code(finish("login", options, credential, null))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(finish("login", loginOptions(), credential, null)))
                .as("another challenge")
                .isEqualTo("CREDENTIALS_WRONG");
    }

    @Test
    void aCounterThatStandsStillIsACopy() {
        SoftAuthenticator key = phone().counting(7);
        register(client(signUp(newEmail())), key, "Key");
        assertThat(login(key).status()).isEqualTo(200);
        assertThat(login(key).status()).isEqualTo(200);

        assertThat(code(login(key.counting(9)))).isEqualTo("CREDENTIALS_WRONG");

        assertThat(login(key.counting(10)).status()).isEqualTo(200);
    }

    @Test
    void otherOriginsUnverifiedPeopleAndForeignKeysAreRefused() {
        SoftAuthenticator phone = phone();
        TestClient person = client(signUp(newEmail()));
        register(person, phone, "Phone");
        assertThat(code(login(phone.at("https://evil.example")))).isEqualTo("CREDENTIALS_WRONG");
        assertThat(code(login(phone()))).as("a key that nobody registered").isEqualTo("CREDENTIALS_WRONG");
        assertThat(register(person, phone().at("https://evil.example"), "x").status())
                .isEqualTo(422);
        assertThat(register(person, phone().unverified(), "x").status()).isEqualTo(422);
        assertThat(code(register(client(signUp(newEmail())), phone, "x")))
                .as("a key that is known")
                .isEqualTo("ALREADY_EXISTS");
        assertThat(code(login(phone.unverified()))).isEqualTo("CREDENTIALS_WRONG");
    }

    @Test
    void aPasskeySaysWhoseItIs() {
        SoftAuthenticator phone = phone();
        register(client(signUp(newEmail())), phone, "Phone");
        for (String handle : List.of("", "AAAA")) {
            Answer options = loginOptions();
            ObjectNode credential = phone.get(publicKey(options));
            ((ObjectNode) credential.get("response")).put("userHandle", handle);
            assertThat(finish("login", options, credential, null).status())
                    .as(handle)
                    .isEqualTo(401);
        }
        Answer options = loginOptions();
        ObjectNode credential = phone.get(publicKey(options));
        ((ObjectNode) credential.get("response")).remove("userHandle");
        assertThat(finish("login", options, credential, null).status()).isEqualTo(401);
    }

    @Test
    void changedAnswersAreRefusedAndNeverBreakAnything() {
        SoftAuthenticator phone = phone();
        register(client(signUp(newEmail())), phone, "Phone");
        for (String member : List.of("clientDataJSON", "authenticatorData", "signature")) {
            for (String value : List.of("", "AAAA", "not base64!", "e30")) {
                Answer options = loginOptions();
                ObjectNode credential = phone.get(publicKey(options));
                ((ObjectNode) credential.get("response")).put(member, value);
                assertThat(finish("login", options, credential, null).status())
                        .as(member + value)
                        .isEqualTo(401);
            }
        }
        for (String member : List.of("clientDataJSON", "attestationObject")) {
            for (String value : List.of("", "AAAA", "not base64!", "e30", "oA", "o2NmbXQ")) {
                Answer options = signUpOptions(Map.of());
                ObjectNode credential = phone().create(publicKey(options));
                ((ObjectNode) credential.get("response")).put(member, value);
                assertThat(finish("signup", options, credential, null).status())
                        .as(member + value)
                        .isEqualTo(422);
            }
        }
    }

    @Test
    void badRequestsAreRefused() {
        TestClient person = client(signUp(newEmail()));
        String id = "01890a5d-ac96-774b-bcce-b302099a8057";
        for (String body : List.of(
                "{}",
                "{\"ceremonyId\":\"7\",\"credential\":{}}",
                "{\"ceremonyId\":7,\"credential\":{}}",
                "{\"ceremonyId\":\"" + id + "\"}",
                "{\"ceremonyId\":\"" + id + "\",\"credential\":[]}",
                "{\"ceremonyId\":\"" + id + "\",\"credential\":\"x\"}",
                "{\"ceremonyId\":\"" + id + "\",\"credential\":{},\"x\":1}")) {
            assertThat(app().client().post(ROUTE + "/signup", body).status())
                    .as(body)
                    .isEqualTo(422);
            assertThat(app().client().post(ROUTE + "/login", body).status())
                    .as(body)
                    .isEqualTo(422);
            assertThat(person.post(ROUTE + "/register", body).status()).as(body).isEqualTo(422);
        }
        assertThat(finish("login", loginOptions(), TestClient.JSON.createObjectNode(), null)
                        .status())
                .isEqualTo(401);
        assertThat(signUpOptions(Map.of("email", "no-at")).status()).isEqualTo(422);
        assertThat(signUpOptions(Map.of("displayName", "x".repeat(201))).status())
                .isEqualTo(422);
        assertThat(register(person, phone(), "x".repeat(201)).status()).isEqualTo(422);
        assertThat(register(person, phone(), " ").status()).isEqualTo(422);
        assertThat(person.patch(ROUTE + "/" + id, Map.of("name", "x")).status()).isEqualTo(404);
        assertThat(person.patch(ROUTE + "/" + id, Map.of()).status()).isEqualTo(422);
        assertThat(person.delete(ROUTE + "/x").status()).isEqualTo(400);
        for (String path : List.of("/register/options", "/register")) {
            assertThat(app().client().post(ROUTE + path, "{}").status()).isEqualTo(401);
        }
        assertThat(app().client().get(ROUTE).status()).isEqualTo(401);
    }

    @Test
    void addingNeedsAFreshSession() {
        Answer session = signUp(newEmail());
        app().clock().advance(Duration.ofMinutes(16));
        Answer later = app().client()
                .post(
                        "api/auth/refresh",
                        Map.of(
                                "refreshToken",
                                session.json().get("refreshToken").asString()));

        assertThat(code(client(later).post(ROUTE + "/register/options", Map.of())))
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void aPasskeyStandsForBothFactors() {
        String email = newEmail();
        SoftAuthenticator phone = phone();
        register(client(signUp(email)), phone, "Phone");
        app().database()
                .asOwner("insert into platform.totp (account_id, sealed, created_at, confirmed_at)"
                        + " select id, 'x', now(), now() from platform.accounts where email = '" + email + "'");

        assertThat(code(app().client().post("api/auth/login", Map.of("email", email, "password", PASSWORD))))
                .isEqualTo("SECOND_FACTOR_REQUIRED");
        assertThat(login(phone).status()).isEqualTo(200);
    }

    private static SoftAuthenticator phone() {
        return new SoftAuthenticator("http://localhost:" + app().url().getPort());
    }

    private static Answer signUpOptions(Map<String, String> who) {
        return app().client().post(ROUTE + "/signup/options", who);
    }

    private static Answer loginOptions() {
        return app().client().post(ROUTE + "/login/options", Map.of());
    }

    private static Answer login(SoftAuthenticator authenticator) {
        Answer options = loginOptions();
        return finish("login", options, authenticator.get(publicKey(options)), null);
    }

    private static Answer register(TestClient person, SoftAuthenticator authenticator, String name) {
        Answer options = person.post(ROUTE + "/register/options", Map.of());
        return person.post(ROUTE + "/register", body(options, authenticator.create(publicKey(options)), name));
    }

    private static Answer finish(String route, Answer options, JsonNode credential, @Nullable String name) {
        return app().client().post(ROUTE + "/" + route, body(options, credential, name));
    }

    private static Map<String, Object> body(Answer options, JsonNode credential, @Nullable String name) {
        Map<String, Object> body = new HashMap<>();
        body.put("ceremonyId", options.json().get("ceremonyId").asString());
        body.put("credential", credential);
        if (name != null) {
            body.put("name", name);
        }
        return body;
    }

    private static JsonNode publicKey(Answer options) {
        assertThat(options.status()).as(options.text()).isEqualTo(200);
        return options.json().get("publicKey");
    }
}
