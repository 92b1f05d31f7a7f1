package dev.holdfast.platform.log;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the program logs.
 *
 * @param format text for people: the terminal shows what goes wrong, files hold everything. json for machines: everything on standard error, one object a line, no files.
 * @param folder Where the files lie: holdfast.jsonl with everything, a line for each request among it, and security.jsonl. Left out: log in the data folder.
 */
@ConfigurationProperties("holdfast.log")
record LogSettings(
        @DefaultValue("text") Format format,
        @DefaultValue("") String folder) {

    /** The form of a line. */
    enum Format {
        TEXT,
        JSON
    }
}
