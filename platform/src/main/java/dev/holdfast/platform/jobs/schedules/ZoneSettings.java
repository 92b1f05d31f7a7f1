package dev.holdfast.platform.jobs.schedules;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the calendar is read.
 *
 * @param zone Time zone of schedules, for example Europe/Zurich.
 */
@ConfigurationProperties("holdfast")
public record ZoneSettings(@DefaultValue("UTC") ZoneId zone) {}
