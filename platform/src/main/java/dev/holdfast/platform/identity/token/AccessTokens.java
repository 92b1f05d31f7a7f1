package dev.holdfast.platform.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.IdentitySettings;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes and verifies access tokens: JWTs of the profile of RFC 9068 (type {@code at+jwt}), signed with ES256, with the
 * claims iss, aud, sub (account), sid (session), iat, exp and jti. Whether account and session still stand isn't in the
 * token; every transaction asks the database.
 */
@Component
public final class AccessTokens {
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final int REMEMBERED_MAX = 20_000;

    private final SigningKeys keys;
    private final IdentitySettings settings;
    private final Ids ids;
    private final InstantSource clock;
    /** Tokens whose signature was good: verifying ES256 takes longer than most reads. */
    private final Cache<String, Verified> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

    /**
     * A token whose signature and claims are good.
     *
     * @param account its account, which may be gone by now
     * @param session its session, which may have ended by now
     * @param expiresAt from when on it is good no more
     */
    public record Verified(UUID account, UUID session, Instant expiresAt) {}

    AccessTokens(SigningKeys keys, IdentitySettings settings, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new token for a session. In a transaction of the worker's role. */
    public String issue(Tx tx, UUID account, UUID session) {
        SigningKey key = keys.signing(tx);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.id())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(settings.tokenIssuer())
                .audience(settings.tokenAudience())
                .subject(account.toString())
                .claim("sid", session.toString())
                .issueTime(Date.from(tx.now()))
                .expirationTime(Date.from(tx.now().plus(settings.accessLifetime())))
                .jwtID(ids.next().toString())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key.pair()));
        } catch (JOSEException e) {
            throw new IllegalStateException("Key " + key.id() + " can't sign", e);
        }
        return token.serialize();
    }

    /** What a token says, if we signed it and it is good now. Outside of transactions. */
    public Optional<Verified> verify(String token) {
        Verified known = remembered.getIfPresent(token);
        if (known == null) {
            known = read(token);
            if (known == null) {
                return Optional.empty();
            }
            remembered.put(token, known);
        }
        if (!clock.instant().isBefore(known.expiresAt())) {
            remembered.invalidate(token);
            return Optional.empty();
        }
        return Optional.of(known);
    }

    /** Whether we signed a token that may be out of date by now: then whoever sends it is late, not a forger. */
    public boolean signed(String token) {
        return read(token) != null;
    }

    private @Nullable Verified read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            String keyId = header.getKeyID();
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType()) || keyId == null) {
                return null;
            }
            ECKey key = keys.verifying(keyId).orElse(null);
            // The verifier refuses critical headers that it doesn't know.
            if (key == null || !jwt.verify(new ECDSAVerifier(key))) {
                return null;
            }
            return claims(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable Verified claims(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        String subject = claims.getSubject();
        String session = claims.getStringClaim("sid");
        if (expires == null
                || subject == null
                || session == null
                || !settings.tokenIssuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(settings.tokenAudience())) {
            return null;
        }
        return new Verified(UUID.fromString(subject), UUID.fromString(session), expires.toInstant());
    }
}
