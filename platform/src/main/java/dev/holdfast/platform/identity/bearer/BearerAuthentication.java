package dev.holdfast.platform.identity.bearer;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.identity.issuer.OutsideTokens;
import dev.holdfast.platform.identity.key.ApiKeys;
import dev.holdfast.platform.identity.token.AccessTokens;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells the kinds of bearer token apart and has each read by whoever knows it. */
@Component
final class BearerAuthentication implements Authentication {
    private final AccessTokens accessTokens;
    private final ApiKeys apiKeys;
    private final OutsideTokens outsideTokens;
    private final SecurityEvents security;

    BearerAuthentication(
            AccessTokens accessTokens, ApiKeys apiKeys, OutsideTokens outsideTokens, SecurityEvents security) {
        this.accessTokens = accessTokens;
        this.apiKeys = apiKeys;
        this.outsideTokens = outsideTokens;
        this.security = security;
    }

    @Override
    public Actor authenticate(String bearer, Origin origin) {
        return actor(bearer, origin).orElseThrow(() -> {
            if (!accessTokens.signed(bearer)) {
                security.note(new SecurityEvent("bearer.refused", Actor.anonymous(origin), null, null));
            }
            return new Problem(Code.UNAUTHENTICATED, "The access token isn't valid, or not any more.");
        });
    }

    private Optional<Actor> actor(String bearer, Origin origin) {
        if (bearer.startsWith(ApiKeys.PREFIX)) {
            return apiKeys.authenticate(bearer, origin);
        }
        Optional<Actor> ours =
                accessTokens.verify(bearer).map(token -> Actor.session(token.account(), token.session(), origin));
        return ours.isPresent() ? ours : outsideTokens.authenticate(bearer, origin);
    }
}
