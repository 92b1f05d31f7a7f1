package dev.holdfast.platform.identity.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Verifies JWTs of outside issuers by their public keys, which are cached for minutes and asked for anew when a key id isn't
 * known. Only signatures by key pairs count: a shared secret or {@code alg=none} never does.
 */
@Component
final class IssuerTokens {
    private static final Logger log = LoggerFactory.getLogger(IssuerTokens.class);
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Endpoints endpoints;
    private final InstantSource clock;
    private final Map<String, DefaultJWTProcessor<SecurityContext>> processors = new ConcurrentHashMap<>();

    IssuerTokens(Endpoints endpoints, InstantSource clock) {
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /**
     * The claims of a token that the issuer signed for the audience and that is good now. Throws PROVIDER_FAILED when the
     * issuer's keys can't be had.
     */
    Optional<JWTClaimsSet> verify(Issuer issuer, String audience, String token) {
        try {
            JWTClaimsSet claims = processor(issuer).process(SignedJWT.parse(token), null);
            return good(claims, issuer, audience) ? Optional.of(claims) : Optional.empty();
        } catch (KeySourceException e) {
            log.warn("The keys of issuer {} can't be had", issuer.name(), e);
            throw new Problem(
                    Code.PROVIDER_FAILED, "The keys of " + issuer.name() + " can't be had just now. Try again later.");
        } catch (ParseException | JOSEException | BadJOSEException e) {
            return Optional.empty();
        }
    }

    private boolean good(JWTClaimsSet claims, Issuer issuer, String audience) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        return expires != null
                && now.minus(SKEW).isBefore(expires.toInstant())
                && (notBefore == null || !now.plus(SKEW).isBefore(notBefore.toInstant()))
                && issuer.issuer().equals(claims.getIssuer())
                && claims.getAudience().contains(audience);
    }

    private DefaultJWTProcessor<SecurityContext> processor(Issuer issuer) {
        DefaultJWTProcessor<SecurityContext> known = processors.get(issuer.name());
        if (known == null) {
            known = create(issuer);
            processors.put(issuer.name(), known);
        }
        return known;
    }

    private DefaultJWTProcessor<SecurityContext> create(Issuer issuer) {
        int wait = Math.toIntExact(IssuerClient.WAIT_MAX.toMillis());
        JWKSource<SecurityContext> keys;
        try {
            keys = JWKSourceBuilder.create(
                            endpoints.keys(issuer).toURL(),
                            new DefaultResourceRetriever(wait, wait, IssuerClient.ANSWER_BYTES_MAX))
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("The address of the keys of issuer " + issuer.name() + " isn't one", e);
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // The claims are checked above, by our own clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }
}
