package dev.holdfast.server.admin;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.DatabaseSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** The few parts of the platform that know administrators, and none that serve requests or run jobs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
@ComponentScan(
        basePackages = {"dev.holdfast.platform.db", "dev.holdfast.platform.audit", "dev.holdfast.platform.identity"},
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {
                            "dev\\.holdfast\\.platform\\.db\\.(DatabaseConfiguration|Transactions|EntryStore|CommitSignal)",
                            "dev\\.holdfast\\.platform\\.audit\\.(AuditLog|AuditStore|SealSignal)",
                            "dev\\.holdfast\\.platform\\.identity\\.(Administrators|AccountStore)"
                        }))
class AdministratorsConfiguration {

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    Ids ids(InstantSource clock, SecureRandom random) {
        return new Ids(clock, random);
    }
}
