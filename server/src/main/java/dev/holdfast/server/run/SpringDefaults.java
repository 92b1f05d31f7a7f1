package dev.holdfast.server.run;

import java.util.Map;

/** What Spring is told unless an operator says otherwise. */
final class SpringDefaults {
    static final Map<String, Object> ALL = Map.ofEntries(
            Map.entry("spring.threads.virtual.enabled", "true"),
            Map.entry("spring.main.allow-bean-definition-overriding", "false"),
            Map.entry("spring.main.log-startup-info", "false"),
            Map.entry("spring.jmx.enabled", "false"),
            Map.entry("server.shutdown", "graceful"),
            Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "20s"),
            Map.entry("logging.level.root", "WARN"),
            Map.entry("logging.level.dev.holdfast", "INFO"),
            // A start that fails is explained by this program, in its own words.
            Map.entry("logging.level.org.springframework.boot.SpringApplication", "OFF"),
            Map.entry("logging.level.org.springframework.boot.diagnostics", "OFF"),
            Map.entry("logging.level.org.springframework.boot.web.server.servlet.context", "ERROR"),
            Map.entry("logging.level.org.springframework.boot.tomcat", "OFF"),
            Map.entry("logging.level.org.apache.catalina", "OFF"),
            Map.entry("logging.level.org.springdoc", "ERROR"),
            // That a connection broke is told once, by whoever used it, not by each layer between with a stack trace.
            Map.entry("logging.level.com.zaxxer.hikari.pool.ProxyConnection", "ERROR"),
            Map.entry("logging.level.com.zaxxer.hikari.pool.PoolBase", "ERROR"),
            Map.entry("logging.level.org.springframework.transaction.support.TransactionTemplate", "OFF"),
            Map.entry("logging.level.org.springframework.jdbc.support.JdbcTransactionManager", "OFF"),
            Map.entry("logging.level.org.springframework.core.events.SpringDocAppInitializer", "ERROR"));

    private SpringDefaults() {}
}
