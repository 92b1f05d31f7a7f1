package dev.holdfast.platform.mail;

import dev.holdfast.platform.jobs.schedules.Schedule;
import dev.holdfast.platform.loops.Loop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has messages sent soon after their commit, and again when that failed. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {
    private static final Duration POLL = Duration.ofSeconds(5);

    @Bean
    Loop mailSending(Postman postman, MailSignal signal) {
        Loop loop = new Loop("mail", POLL, Duration.ZERO, postman::round);
        signal.listen(loop::wake);
        return loop;
    }

    @Bean
    Schedule cleanOutbox() {
        return new Schedule(Messages.KIND, "50 3 * * *");
    }
}
