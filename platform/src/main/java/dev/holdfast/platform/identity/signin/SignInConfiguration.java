package dev.holdfast.platform.identity.signin;

import dev.holdfast.platform.http.RateLimit;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares how often one address may try. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

    @Bean
    RateLimit signUpLimit() {
        return new RateLimit(Guessing.SIGN_UPS, 10, Duration.ofMinutes(1), "Sign-ups from one address (IPv6: /64).");
    }

    @Bean
    RateLimit loginLimit() {
        return new RateLimit(Guessing.LOGINS, 10, Duration.ofMinutes(1), "Sign-ins from one address (IPv6: /64).");
    }
}
