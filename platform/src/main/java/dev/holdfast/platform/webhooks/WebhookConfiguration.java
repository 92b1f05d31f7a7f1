package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.jobs.schedules.Schedule;
import dev.holdfast.platform.loops.Loop;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the sender, and forgets old deliveries. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final String CLEANING = "clean-webhooks";

    @Bean
    Loop webhookSending(Sender sender, WebhookSignal signal, Pulses pulses) {
        Loop loop = new Loop(pulses.of("webhooks"), POLL, Duration.ZERO, sender::round);
        signal.listen(loop::wake);
        return loop;
    }

    @Bean
    Schedule cleanWebhooks() {
        return new Schedule(CLEANING, "55 3 * * *");
    }

    @Bean
    JobHandler webhookCleaning(WebhookStores stores) {
        return new JobHandler() {
            @Override
            public String kind() {
                return CLEANING;
            }

            @Override
            public Object run(JobContext job) {
                return Map.of(
                        "deleted",
                        job.step(tx -> stores.deliveries()
                                .forget(tx.now().minus(stores.settings().keep()))));
            }
        };
    }
}
