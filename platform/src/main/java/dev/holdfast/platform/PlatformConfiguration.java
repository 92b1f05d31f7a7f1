package dev.holdfast.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The platform's composition: its own packages, found by scanning, and what they share. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = PersistenceExceptionTranslationAutoConfiguration.class) // It subclasses stores, which are final.
@ComponentScan
@ConfigurationPropertiesScan
public class PlatformConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    Ids ids(InstantSource clock, SecureRandom random) {
        return new Ids(clock, random);
    }
}
