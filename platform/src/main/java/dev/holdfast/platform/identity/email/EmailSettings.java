package dev.holdfast.platform.identity.email;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long mailed links are good.
 *
 * @param verifyLifetime How long a link that proves an address is good.
 * @param resetLifetime How long a link that sets a password is good.
 */
@ConfigurationProperties("holdfast.identity.email")
record EmailSettings(
        @DefaultValue("3d") Duration verifyLifetime,
        @DefaultValue("1h") Duration resetLifetime) {}
