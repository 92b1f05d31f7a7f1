package dev.holdfast.platform.identity.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where an issuer is spoken to: as the settings say, or its OpenID configuration (OpenID Connect Discovery 1.0). */
@Component
final class Endpoints {
    private static final Duration CONFIGURATION_KEPT = Duration.ofHours(1);

    private final IssuerClient client;
    private final Cache<String, Map<String, Object>> configurations = Caffeine.newBuilder()
            .maximumSize(100)
            .expireAfterWrite(CONFIGURATION_KEPT)
            .build();

    Endpoints(IssuerClient client) {
        this.client = client;
    }

    URI keys(Issuer issuer) {
        return of(issuer, issuer.jwksUrl(), "jwks_uri");
    }

    URI authorization(Issuer issuer, Issuer.SignIn signIn) {
        return of(issuer, signIn.authorizationUrl(), "authorization_endpoint");
    }

    URI token(Issuer issuer, Issuer.SignIn signIn) {
        return of(issuer, signIn.tokenUrl(), "token_endpoint");
    }

    URI userinfo(Issuer issuer, Issuer.SignIn signIn) {
        return of(issuer, signIn.userinfoUrl(), "userinfo_endpoint");
    }

    private URI of(Issuer issuer, @Nullable URI set, String member) {
        if (set != null) {
            return set;
        }
        if (configuration(issuer).get(member) instanceof String found) {
            return URI.create(found);
        }
        throw new Problem(Code.PROVIDER_FAILED, "The sign-in provider " + issuer.name() + " names no " + member + ".");
    }

    private Map<String, Object> configuration(Issuer issuer) {
        Map<String, Object> known = configurations.getIfPresent(issuer.issuer());
        if (known == null) {
            String base = issuer.issuer().endsWith("/") ? issuer.issuer() : issuer.issuer() + "/";
            known = client.get(URI.create(base + ".well-known/openid-configuration"), "");
            // A configuration of another issuer would let that one speak for this one.
            if (!issuer.issuer().equals(known.get("issuer"))) {
                throw new Problem(
                        Code.PROVIDER_FAILED,
                        "The sign-in provider " + issuer.name() + " calls itself something else.");
            }
            configurations.put(issuer.issuer(), known);
        }
        return known;
    }
}
