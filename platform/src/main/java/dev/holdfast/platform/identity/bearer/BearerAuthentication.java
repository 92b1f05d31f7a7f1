package dev.holdfast.platform.identity.bearer;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.identity.token.AccessTokens;
import org.springframework.stereotype.Component;

/** Tells the kinds of bearer token apart and has each read by whoever knows it. */
@Component
final class BearerAuthentication implements Authentication {
    private final AccessTokens accessTokens;

    BearerAuthentication(AccessTokens accessTokens) {
        this.accessTokens = accessTokens;
    }

    @Override
    public Actor authenticate(String bearer, Origin origin) {
        return accessTokens
                .verify(bearer)
                .map(token -> Actor.session(token.account(), token.session(), origin))
                .orElseThrow(() -> new Problem(Code.UNAUTHENTICATED, "The access token isn't valid, or not any more."));
    }
}
