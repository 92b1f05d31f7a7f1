package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Route;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** No route takes a credential that isn't good, and no way in tells who has an account. */
final class AuthHardnessTest {
    private static final String PASSWORD = Household.PASSWORD;

    /** Whether a session still stands is found out by the transaction, which values that break a rule never reach. */
    private static final Map<String, String> READABLE = Map.of(
            "POST /api/auth/email/change", "{\"email\":\"other@system.test\"}",
            "POST /api/auth/passkeys/register",
                    "{\"ceremonyId\":\"00000000-0000-7000-8000-00000000dead\",\"credential\":{}}",
            "POST /api/auth/totp/confirm", "{\"code\":\"123456\"}",
            "DELETE /api/auth/totp", "{\"code\":\"123456\"}");

    private final House house = House.running();
    private final Map<String, IsolationTable.Line> table = IsolationTable.read();

    @Test
    void noRouteTakesATokenThatIsNotGood() throws Exception {
        Map<String, String> bad = badTokens();
        List<String> faults = new ArrayList<>();
        Household household = new Household();
        for (Route route : house.routes()) {
            IsolationTable.Line line = table.get(route.method() + " " + route.path());
            if (line == null || route.access() == null || route.access().value() == Access.Rule.PUBLIC) {
                continue;
            }
            String path = household.path(route.path());
            String body = READABLE.getOrDefault(route.method() + " " + route.path(), line.body());
            IsolationTable.Line readable = new IsolationTable.Line(line.statuses(), line.query(), body);
            bad.forEach((what, token) -> {
                Answer answer = IsolationTest.call(house.client().bearer(token), route, readable, household, path);
                if (answer.status() != 401
                        || !answer.json().path("code").asString("").equals("UNAUTHENTICATED")
                        || answer.header("WWW-Authenticate") == null) {
                    faults.add(route.method() + " " + route.path() + " with " + what + ": " + answer);
                }
            });
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void theSameTokenIsGoodUnchanged() throws Exception {
        String token = sessionOf("unchanged@system.test");
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();

        assertThat(me(token)).isEqualTo(200);
        assertThat(me(signed(claims, same -> {}))).isEqualTo(200);
    }

    @Test
    void noWayInTellsWhoHasAnAccount() {
        String known = Household.email("owner");
        String unknown = "nobody-at-all@system.test";
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> way : Map.of(
                        "api/auth/login", Map.of("password", "not the password 1"),
                        "api/auth/password/forgot", Map.<String, String>of(),
                        "api/auth/recover", Map.of("code", "aaaaa-aaaaa-aaaaa-aaaaa"))
                .entrySet()) {
            String there = comparable(ask(way.getKey(), known, way.getValue()));
            String nowhere = comparable(ask(way.getKey(), unknown, way.getValue()));
            if (!there.equals(nowhere)) {
                faults.add(way.getKey() + ": " + there + " is not " + nowhere);
            }
            if (there.startsWith("5") || there.startsWith("422")) {
                faults.add(way.getKey() + " wasn't asked: " + there);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(house.client()
                        .post("api/auth/passkeys/login/options", Map.of())
                        .text())
                .as("signing in with a passkey names nobody")
                .contains("\"allowCredentials\":[]");
    }

    private Map<String, String> badTokens() throws Exception {
        String good = sessionOf("hard@system.test");
        JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
        String[] parts = good.split("\\.", -1);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("a changed signature", parts[0] + "." + parts[1] + "." + turned(parts[2]));
        bad.put("changed claims", parts[0] + "." + turned(parts[1]) + "." + parts[2]);
        bad.put("alg none", new PlainJWT(claims).serialize());
        bad.put("another audience", signed(claims, changed -> changed.audience("another-server")));
        bad.put("another issuer", signed(claims, changed -> changed.issuer("https://issuer.example")));
        bad.put("a time that is over", signed(claims, changed -> changed.expirationTime(new Date(1_000_000))));
        String deleted = sessionOf("deleted@system.test");
        assertThat(house.client().bearer(deleted).send("DELETE", "api/me", null).status())
                .isEqualTo(204);
        bad.put("a deleted account", deleted);
        String left = sessionOf("left@system.test");
        String session = SignedJWT.parse(left).getJWTClaimsSet().getStringClaim("sid");
        assertThat(house.client()
                        .bearer(left)
                        .delete("api/auth/sessions/" + session)
                        .status())
                .isEqualTo(204);
        bad.put("an ended session", left);
        bad.put("an API key that never was", "hf_" + "A".repeat(43));
        return bad;
    }

    private String sessionOf(String email) {
        TestClient anybody = house.client();
        Answer answer = anybody.post("api/auth/signup", Map.of("email", email, "password", PASSWORD));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().get("accessToken").asString();
    }

    private int me(String token) {
        return house.client().bearer(token).get("api/me").status();
    }

    private Answer ask(String path, String email, Map<String, String> more) {
        Map<String, String> body = new LinkedHashMap<>(more);
        body.put("email", email);
        return house.client().post(path, body);
    }

    /** A token with changed claims, signed by the key that the program signs with. */
    private String signed(JWTClaimsSet claims, Consumer<JWTClaimsSet.Builder> change) throws Exception {
        String id = Sql.text("select id from platform.signing_keys order by created_at desc limit 1");
        byte[] sealed = HexFormat.of()
                .parseHex(Sql.text(
                        "select encode(private_sealed, 'hex') from platform.signing_keys where id = '" + id + "'"));
        ECKey key = ECKey.parse(
                new String(house.bean(Sealer.class).open(sealed, "signing-key:" + id), StandardCharsets.UTF_8));
        JWTClaimsSet.Builder changed = new JWTClaimsSet.Builder(claims);
        change.accept(changed);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(id)
                        .build(),
                changed.build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static String turned(String part) {
        int at = part.length() / 2;
        return part.substring(0, at) + (part.charAt(at) == 'A' ? 'B' : 'A') + part.substring(at + 1);
    }

    private static String comparable(Answer answer) {
        if (!answer.text().startsWith("{")) {
            return answer.toString();
        }
        ObjectNode body = (ObjectNode) answer.json();
        body.remove(List.of("requestId", "instance"));
        return answer.status() + " " + body;
    }
}
