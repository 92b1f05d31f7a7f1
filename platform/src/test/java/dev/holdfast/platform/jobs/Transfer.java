package dev.holdfast.platform.jobs;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A job with one effect in the database, whose process can be made to die at the worst moments. */
final class Transfer implements JobHandler {
    static final String KIND = "transfer";
    private static final int KILLED = 137;

    private final JdbcClient jdbc;
    private final boolean mortal;

    Transfer(JdbcClient jdbc, boolean mortal) {
        this.jdbc = jdbc;
        this.mortal = mortal;
    }

    /** Wires it. */
    static class Wiring {
        @Bean
        Transfer transfer(JdbcClient jdbc) {
            return new Transfer(jdbc, Boolean.getBoolean("mortal"));
        }
    }

    /** When to die. */
    enum Death {
        NEVER,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    record Order(Death death) {}

    record Done(boolean done) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        Death death = mortal ? job.payload(Order.class).death() : Death.NEVER;
        if (job.checkpoint(Done.class).isEmpty()) {
            job.step(tx -> {
                jdbc.sql("insert into platform.effects (job) values (:job)")
                        .param("job", job.id())
                        .update();
                job.checkpoint(tx, new Done(true));
                dieIf(death == Death.BEFORE_COMMIT);
                return true;
            });
        }
        dieIf(death == Death.AFTER_COMMIT);
        return Map.of("attempt", job.attempt());
    }

    private static void dieIf(boolean now) {
        if (now) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
