package dev.holdfast.server.page;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the page may do.
 *
 * @param telemetry Whether the page may offer people to send page names, error kinds and durations here.
 */
@ConfigurationProperties("holdfast.web")
record WebSettings(@DefaultValue("true") boolean telemetry) {}
