package dev.holdfast.platform.secrets.rotation;

import dev.holdfast.platform.loops.Loop;
import dev.holdfast.platform.loops.Pulses;
import dev.holdfast.platform.secrets.Keysets;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has each node read the keys again and again. */
@Configuration(proxyBeanMethods = false)
class RotationConfiguration {
    private static final Duration READ_EVERY = Duration.ofSeconds(30);

    @Bean
    Loop keyReading(Keysets keysets, Pulses pulses) {
        return new Loop(pulses.of("keys"), READ_EVERY, Duration.ZERO, () -> {
            keysets.refresh();
            return false;
        });
    }
}
