package dev.holdfast.server.run;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the whole program is told.
 *
 * @param apps The apps that run, separated by commas.
 * @param data The folder with everything that the program keeps.
 * @param environment What this installation is for: dev, stage or prod.
 * @param publicUrl Where people reach this server, without a slash at the end. Gives origin and passkeys' RP ID.
 */
@ConfigurationProperties("holdfast")
public record ProgramSettings(
        @DefaultValue("documents") String apps,
        @DefaultValue("data") String data,
        @DefaultValue("prod") String environment,
        @DefaultValue("http://localhost:8080") String publicUrl) {}
