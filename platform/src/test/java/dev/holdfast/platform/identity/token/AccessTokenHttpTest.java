package dev.holdfast.platform.identity.token;

import static dev.holdfast.platform.identity.IdentityApp.accessToken;
import static dev.holdfast.platform.identity.IdentityApp.app;
import static dev.holdfast.platform.identity.IdentityApp.claims;
import static dev.holdfast.platform.identity.IdentityApp.code;
import static dev.holdfast.platform.identity.IdentityApp.newEmail;
import static dev.holdfast.platform.identity.IdentityApp.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as an access token, and what doesn't. */
final class AccessTokenHttpTest {
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    @AfterEach
    void now() {
        app().clock().reset();
    }

    @Test
    void theClaimsAreThoseOfTheProfile() {
        var claims = claims(accessToken(signUp(newEmail())));

        assertThat(claims.propertyNames()).containsExactlyInAnyOrder("iss", "aud", "sub", "sid", "iat", "exp", "jti");
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(600);
    }

    @Test
    void othersVerifyItByThePublishedKeys() throws Exception {
        SignedJWT token = SignedJWT.parse(accessToken(signUp(newEmail())));
        Answer published = app().client().get(".well-known/jwks.json");

        assertThat(published.status()).isEqualTo(200);
        assertThat(published.text()).doesNotContain("\"d\"");
        assertThat(published.header("Cache-Control")).contains("max-age=300");
        ECKey key = JWKSet.parse(published.text())
                .getKeyByKeyId(token.getHeader().getKeyID())
                .toECKey();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    }

    @Test
    void anExpiredTokenIsRefusedEvenWhenItWasSeenBefore() {
        app().clock().hold();
        String token = accessToken(signUp(newEmail()));
        assertThat(status(token)).isEqualTo(200);
        app().clock().advance(Duration.ofSeconds(598));
        assertThat(status(token)).isEqualTo(200);

        app().clock().advance(Duration.ofSeconds(2));

        assertThat(status(token)).isEqualTo(401);
    }

    @Test
    void whatOurKeySignsMustSayTheRightThings() throws Exception {
        JWTClaimsSet good = SignedJWT.parse(accessToken(signUp(newEmail()))).getJWTClaimsSet();

        assertThat(status(signed(good, c -> {}))).isEqualTo(200);
        assertThat(status(signed(good, c -> c.issuer("somebody-else")))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.audience("another-server")))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.expirationTime(null)))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.expirationTime(new Date(0))))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.subject("ada")))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.subject(null)))).isEqualTo(401);
        assertThat(status(signed(
                        good,
                        c -> c.subject(UUID.nameUUIDFromBytes(new byte[] {1}).toString()))))
                .isEqualTo(401);
        assertThat(status(signed(good, c -> c.claim("sid", null)))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.claim("sid", 7)))).isEqualTo(401);
        assertThat(status(signed(good, c -> c.claim("sid", good.getSubject())))).isEqualTo(401);
    }

    @Test
    void anothersSessionDoesNotCarryOnesAccount() throws Exception {
        JWTClaimsSet ada = SignedJWT.parse(accessToken(signUp(newEmail()))).getJWTClaimsSet();
        JWTClaimsSet bea = SignedJWT.parse(accessToken(signUp(newEmail()))).getJWTClaimsSet();

        assertThat(status(signed(ada, c -> c.claim("sid", bea.getClaim("sid")))))
                .isEqualTo(401);
    }

    @Test
    void signaturesOfOthersAreRefused() throws Exception {
        String token = accessToken(signUp(newEmail()));
        SignedJWT good = SignedJWT.parse(token);
        JWTClaimsSet claims = good.getJWTClaimsSet();
        ECKey foreign = new ECKeyGenerator(Curve.P_256)
                .keyID(good.getHeader().getKeyID())
                .generate();
        String published = app().client().get(".well-known/jwks.json").text();

        SignedJWT foreignKey = new SignedJWT(good.getHeader(), claims);
        foreignKey.sign(new ECDSASigner(foreign));
        assertThat(status(foreignKey.serialize())).isEqualTo(401);

        SignedJWT embedded = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(TYPE)
                        .jwk(foreign.toPublicJWK())
                        .keyID(foreign.getKeyID())
                        .build(),
                claims);
        embedded.sign(new ECDSASigner(foreign));
        assertThat(status(embedded.serialize())).isEqualTo(401);

        SignedJWT byPublicKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(TYPE)
                        .keyID(good.getHeader().getKeyID())
                        .build(),
                claims);
        byPublicKey.sign(new MACSigner(published.getBytes(StandardCharsets.UTF_8)));
        assertThat(status(byPublicKey.serialize())).isEqualTo(401);

        assertThat(status(new PlainJWT(claims).serialize())).isEqualTo(401);
        String[] parts = token.split("\\.");
        assertThat(status(encoded("{\"alg\":\"none\"}") + "." + parts[1] + ".")).isEqualTo(401);
        assertThat(status(encoded("{\"alg\":\"NONE\",\"typ\":\"at+jwt\"}") + "." + parts[1] + "." + parts[2]))
                .isEqualTo(401);
    }

    @Test
    void whateverIsChangedBreaksIt() throws Exception {
        String token = accessToken(signUp(newEmail()));
        String[] parts = token.split("\\.");
        String other = accessToken(signUp(newEmail()));
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

        for (String bad : new String[] {
            other.split("\\.")[0] + "." + other.split("\\.")[1] + "." + parts[2],
            parts[0] + "." + parts[1],
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + zeros,
            token + "x",
            "x" + token,
            token + "." + parts[2],
            "..",
            "a.b.c",
            "",
            "é",
            "null",
            token.substring(0, token.length() - 4)
        }) {
            assertThat(status(bad)).as(bad).isEqualTo(401);
        }
        Answer answer = app().client().bearer("a.b.c").get("api/me");
        assertThat(code(answer)).isEqualTo("UNAUTHENTICATED");
        assertThat(app().client()
                        .with("Authorization", "Basic YTpi")
                        .get("api/me")
                        .status())
                .isEqualTo(401);
        assertThat(app().client().bearer("x".repeat(7_000)).get("api/me").status())
                .isEqualTo(401);
    }

    @Test
    void keysRotateAndOldTokensStayGoodUntilTheyExpire() throws Exception {
        app().clock().advance(Duration.ofDays(29).plusHours(23).plusMinutes(55));
        Answer before = signUp(newEmail());
        app().clock().advance(Duration.ofMinutes(9));
        Answer after = signUp(newEmail());

        assertThat(keyId(after)).isNotEqualTo(keyId(before));
        assertThat(status(accessToken(before))).isEqualTo(200);
        assertThat(status(accessToken(after))).isEqualTo(200);
        assertThat(JWKSet.parse(app().client().get(".well-known/jwks.json").text())
                        .getKeys())
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private static String keyId(Answer session) throws Exception {
        return SignedJWT.parse(accessToken(session)).getHeader().getKeyID();
    }

    private static int status(String token) {
        return app().client().bearer(token).get("api/me").status();
    }

    /** A token with changed claims, signed by our own key. */
    private static String signed(JWTClaimsSet claims, Consumer<JWTClaimsSet.Builder> change) throws Exception {
        SigningKeys keys = app().bean(SigningKeys.class);
        ECKey key = app().bean(Transactions.class)
                .write(Actor.system("test"), tx -> keys.signing(tx).pair());
        JWTClaimsSet.Builder changed = new JWTClaimsSet.Builder(claims);
        change.accept(changed);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                changed.build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
