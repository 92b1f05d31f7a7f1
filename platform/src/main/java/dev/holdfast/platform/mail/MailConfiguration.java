package dev.holdfast.platform.mail;

import dev.holdfast.platform.jobs.schedules.Schedule;
import dev.holdfast.platform.loops.Loop;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has messages sent soon after their commit, and again when that failed. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {
    private static final Duration POLL = Duration.ofSeconds(5);

    @Bean
    Loop mailSending(Postman postman, MailSignal signal, Pulses pulses) {
        Loop loop = new Loop(pulses.of("mail"), POLL, Duration.ZERO, postman::round);
        signal.listen(loop::wake);
        return loop;
    }

    @Bean
    Schedule cleanOutbox() {
        return new Schedule(Messages.KIND, "50 3 * * *");
    }
}
