package dev.holdfast.platform.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may come in, and for how long.
 *
 * @param tokenIssuer Value of iss in access tokens. Give the public address when others verify them by the JWKS.
 * @param tokenAudience Value of aud in access tokens.
 * @param accessLifetime How long an access token is good.
 * @param sessionLifetime How long a session stands unused; each refresh begins it anew.
 * @param signup Whether strangers may make an account of their own.
 * @param verifyEmail off, or required: an account's address must be proved before invitations to it count.
 */
@ConfigurationProperties("holdfast.identity")
public record IdentitySettings(
        @DefaultValue("holdfast") String tokenIssuer,
        @DefaultValue("holdfast") String tokenAudience,
        @DefaultValue("10m") Duration accessLifetime,
        @DefaultValue("60d") Duration sessionLifetime,
        @DefaultValue("true") boolean signup,
        @DefaultValue("off") VerifyEmail verifyEmail) {

    /** Whether addresses must be proved. */
    public enum VerifyEmail {
        OFF,
        REQUIRED
    }
}
