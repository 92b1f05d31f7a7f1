package dev.holdfast.documents.document;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How documents keep their past.
 *
 * @param versionInterval Edits closer together than this share one automatic version.
 * @param baseRetention How long a content that was current stays as a merge base when no version names it.
 * @param automaticRetention Age from which automatic versions are thinned to one a day.
 */
@ConfigurationProperties("holdfast.documents")
public record DocumentSettings(
        @DefaultValue("10m") Duration versionInterval,
        @DefaultValue("30d") Duration baseRetention,
        @DefaultValue("7d") Duration automaticRetention) {}
