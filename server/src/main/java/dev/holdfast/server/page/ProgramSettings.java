package dev.holdfast.server.page;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the whole program is told.
 *
 * @param apps The apps that run, separated by commas.
 * @param data The folder with everything that the program keeps.
 * @param environment What this installation is for: dev, stage or prod. It is written into database and bucket at their first use; those of another one are refused.
 * @param host The address to listen on; 0.0.0.0 for all of the machine's.
 * @param port The port to listen on, 0 for a free one.
 */
@ConfigurationProperties("holdfast")
public record ProgramSettings(
        @DefaultValue("documents") String apps,
        @DefaultValue("data") String data,
        @DefaultValue("prod") String environment,
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("8080") int port) {}
