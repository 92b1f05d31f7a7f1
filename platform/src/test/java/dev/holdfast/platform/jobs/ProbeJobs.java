package dev.holdfast.platform.jobs;

import dev.holdfast.platform.Problem;
import dev.holdfast.platform.jobs.schedules.Schedule;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;

/** Jobs that do what a test tells them. */
final class ProbeJobs {
    final Semaphore go = new Semaphore(0);
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger runningMost = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();

    static class Wiring {
        @Bean
        ProbeJobs probe() {
            return new ProbeJobs();
        }

        @Bean
        JobHandler waits(ProbeJobs probe) {
            return probe.handler("waits", probe::waits);
        }

        @Bean
        JobHandler fails(ProbeJobs probe) {
            return probe.handler("fails", job -> {
                probe.runs.incrementAndGet();
                throw new IllegalStateException("secret internals");
            });
        }

        @Bean
        JobHandler refuses(ProbeJobs probe) {
            return probe.handler("refuses", job -> {
                probe.runs.incrementAndGet();
                throw Problem.invalid("file", "is no zip");
            });
        }

        @Bean
        JobHandler nightly(ProbeJobs probe) {
            return probe.handler("nightly", job -> Map.of("summary", "run " + probe.runs.incrementAndGet()));
        }

        @Bean
        Schedule nightlySchedule() {
            return new Schedule("nightly", "0 2 * * *");
        }
    }

    /** A handler's body. */
    interface Body {
        Object run(JobContext job) throws Exception;
    }

    record State(int step) {}

    JobHandler handler(String kind, Body body) {
        return new JobHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public Object run(JobContext job) throws Exception {
                return body.run(job);
            }

            @Override
            public int attemptsMax() {
                return 3;
            }
        };
    }

    /** Ten steps, each after a permit. */
    private Object waits(JobContext job) throws InterruptedException {
        int now = running.incrementAndGet();
        runningMost.accumulateAndGet(now, Math::max);
        try {
            int first = job.checkpoint(State.class).map(State::step).orElse(0);
            for (int i = first + 1; i <= 10; i++) {
                if (!go.tryAcquire(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no permit");
                }
                int step = i;
                job.step(tx -> {
                    job.checkpoint(tx, new State(step));
                    job.progress(tx, step * 10, Map.of("steps", step));
                    return true;
                });
            }
            return Map.of("from", first);
        } finally {
            running.decrementAndGet();
        }
    }
}
