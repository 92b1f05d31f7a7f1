package dev.holdfast.platform.webhooks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are sent.
 *
 * @param allowPrivate Whether they may go to this machine and its network: only where everybody who has a space is trusted.
 * @param perSpace Endpoints that a space may have.
 * @param overlap How long both secrets sign after a rotation.
 * @param keep How long deliveries are kept, dead ones too.
 */
@ConfigurationProperties("holdfast.webhooks")
public record WebhookSettings(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("20") int perSpace,
        @DefaultValue("24h") Duration overlap,
        @DefaultValue("30d") Duration keep) {

    public WebhookSettings {
        if (perSpace < 1 || overlap.isNegative() || keep.toDays() < 1) {
            throw new IllegalArgumentException("holdfast.webhooks: per-space from 1, overlap from 0s, keep from 1d");
        }
    }
}
