package dev.holdfast.platform.identity.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Signing in with an outside issuer: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0); issuers
 * without ID tokens are asked for the person's claims instead.
 */
@Component
final class OidcSignIns {
    private static final Actor SYSTEM = Actor.system("oidc");

    private final Endpoints endpoints;
    private final IssuerClient client;
    private final IssuerTokens tokens;
    private final AccountLinks links;
    private final Sessions sessions;
    private final Transactions transactions;

    OidcSignIns(
            Endpoints endpoints,
            IssuerClient client,
            IssuerTokens tokens,
            AccountLinks links,
            Sessions sessions,
            Transactions transactions) {
        this.endpoints = endpoints;
        this.client = client;
        this.tokens = tokens;
        this.links = links;
        this.sessions = sessions;
        this.transactions = transactions;
    }

    /** Where the browser is sent. */
    String authorization(Issuer issuer, PendingSignIn pending, String redirectUri) {
        Issuer.SignIn signIn = signIn(issuer);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", signIn.clientId());
        query.put("redirect_uri", redirectUri);
        query.put("scope", signIn.scope());
        query.put("state", pending.state());
        query.put("nonce", pending.nonce());
        query.put("code_challenge", pending.challenge());
        query.put("code_challenge_method", "S256");
        String url = endpoints.authorization(issuer, signIn).toString();
        StringBuilder address = new StringBuilder(url);
        char separator = url.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            address.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(IssuerClient.encoded(parameter.getValue()));
            separator = '&';
        }
        return address.toString();
    }

    /** Begins a session for whoever the code stands for. Throws CREDENTIALS_WRONG when what comes back isn't good. */
    SessionAnswer finish(Issuer issuer, PendingSignIn pending, String code, String redirectUri, Origin origin) {
        Issuer.SignIn signIn = signIn(issuer);
        Map<String, Object> answer = client.post(
                endpoints.token(issuer, signIn),
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        redirectUri,
                        "client_id",
                        signIn.clientId(),
                        "client_secret",
                        signIn.clientSecret(),
                        "code_verifier",
                        pending.verifier()));
        Claims claims = answer.get("id_token") instanceof String idToken
                ? identity(issuer, signIn, pending, idToken)
                : userinfo(issuer, signIn, answer.get("access_token"));
        if (claims == null) {
            throw new Problem(
                    Code.CREDENTIALS_WRONG,
                    "What " + issuer.name() + " sent back doesn't say who you are. Sign in again.");
        }
        return transactions.write(SYSTEM, tx -> {
            var account = issuer.createAccounts()
                    ? links.findOrCreate(tx, issuer, claims)
                    : links.find(tx, issuer, claims)
                            .orElseThrow(() -> new Problem(
                                    Code.FORBIDDEN, "This person of " + issuer.name() + " has no account here."));
            return sessions.open(tx, account, origin);
        });
    }

    private @Nullable Claims identity(Issuer issuer, Issuer.SignIn signIn, PendingSignIn pending, String idToken) {
        JWTClaimsSet set = tokens.verify(issuer, signIn.clientId(), idToken).orElse(null);
        if (set == null || !pending.nonce().equals(set.getClaim("nonce"))) {
            return null;
        }
        boolean toSeveral = set.getAudience().size() > 1;
        if (toSeveral && !signIn.clientId().equals(set.getClaim("azp"))) {
            return null;
        }
        return Claims.of(issuer, set.getClaims());
    }

    private @Nullable Claims userinfo(Issuer issuer, Issuer.SignIn signIn, @Nullable Object accessToken) {
        if (!(accessToken instanceof String token)) {
            return null;
        }
        return Claims.of(issuer, client.get(endpoints.userinfo(issuer, signIn), token));
    }

    private static Issuer.SignIn signIn(Issuer issuer) {
        return Objects.requireNonNull(issuer.signIn(), "callers look for issuers to sign in with");
    }
}
