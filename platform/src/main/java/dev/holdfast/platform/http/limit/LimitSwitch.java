package dev.holdfast.platform.http.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether requests are counted.
 *
 * @param limits true or on; false or off for measurements on a machine that nobody else reaches.
 */
@ConfigurationProperties("holdfast")
record LimitSwitch(@DefaultValue("true") boolean limits) {}
