package dev.holdfast.platform.log;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the program logs.
 *
 * @param format text for people at a terminal, json for machines: one object a line.
 */
@ConfigurationProperties("holdfast.log")
record LogSettings(@DefaultValue("text") Format format) {

    /** The form of a line. */
    enum Format {
        TEXT,
        JSON
    }
}
