package dev.holdfast.platform.identity.issuer;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One outside issuer.
 *
 * @param name Word for it in paths, in lower case, for example google.
 * @param issuer Value of iss in its tokens, which is also the address of its OpenID configuration.
 * @param jwksUrl Where its public keys are. Left out: what its OpenID configuration says.
 * @param audience Value that aud of its bearer tokens must hold. Left out: its bearer tokens aren't taken.
 * @param subjectClaim Claim that names the person and never changes.
 * @param emailClaim Claim with the person's e-mail address.
 * @param trustEmail Whether its addresses count as proved without the claim email_verified.
 * @param createAccounts Whether a person who has no account yet gets one.
 * @param signIn How people sign in with it in a browser. Left out: they can't.
 */
public record Issuer(
        String name,
        String issuer,
        @Nullable URI jwksUrl,
        @Nullable String audience,
        @DefaultValue("sub") String subjectClaim,
        @DefaultValue("email") String emailClaim,
        @DefaultValue("false") boolean trustEmail,
        @DefaultValue("false") boolean createAccounts,
        @Nullable SignIn signIn) {

    public Issuer {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*") || name.length() > 40) {
            throw new IllegalArgumentException("An issuer's name is lower case words joined by -, not " + name);
        }
        safe(jwksUrl);
    }

    /**
     * A client that is registered with the issuer.
     *
     * @param clientId Id of that client.
     * @param clientSecret Its secret.
     * @param authorizationUrl Where people are sent. This and the next two, left out: what its OpenID configuration says.
     * @param tokenUrl Where a code is exchanged for tokens.
     * @param userinfoUrl Where the person's claims are when there is no ID token, as with GitHub.
     * @param scope What is asked for.
     */
    public record SignIn(
            String clientId,
            String clientSecret,
            @Nullable URI authorizationUrl,
            @Nullable URI tokenUrl,
            @Nullable URI userinfoUrl,
            @DefaultValue("openid email profile") String scope) {

        public SignIn {
            safe(authorizationUrl);
            safe(tokenUrl);
            safe(userinfoUrl);
        }

        @Override
        public String toString() {
            return "SignIn[" + clientId + "]";
        }
    }

    private static void safe(@Nullable URI url) {
        if (url == null || "https".equals(url.getScheme())) {
            return;
        }
        String host = url.getHost();
        boolean here = "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
        if (!"http".equals(url.getScheme()) || !here) {
            throw new IllegalArgumentException("An issuer's address must be https, not " + url);
        }
    }
}
