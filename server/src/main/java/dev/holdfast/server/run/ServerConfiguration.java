package dev.holdfast.server.run;

import dev.holdfast.server.page.PageConfiguration;
import dev.holdfast.server.page.ProgramSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What only the whole program has: its settings and the routes that speak about it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(basePackageClasses = {ServerConfiguration.class, PageConfiguration.class})
@EnableConfigurationProperties({ProgramSettings.class, TlsSettings.class})
class ServerConfiguration {}
