package dev.holdfast.documents.version;

import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.jobs.schedules.Schedule;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Thins old automatic versions and forgets old merge bases and live states, once a day. */
@Component
final class TidyVersionsJob implements JobHandler {
    static final String KIND = "tidy-document-versions";

    private final Versions versions;

    TidyVersionsJob(Versions versions) {
        this.versions = versions;
    }

    /** When it runs. */
    @Configuration(proxyBeanMethods = false)
    static class Daily {
        @Bean
        Schedule tidyDocumentVersions() {
            return new Schedule(KIND, "20 3 * * *");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        return Map.of("deleted", versions.tidy());
    }
}
