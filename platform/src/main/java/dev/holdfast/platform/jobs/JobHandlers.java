package dev.holdfast.platform.jobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Who does which kind of job on this node, and how they read what was left for them. */
@Component
final class JobHandlers {
    private final Map<String, JobHandler> byKind;
    private final JsonMapper json;

    JobHandlers(List<JobHandler> handlers, JsonMapper json) {
        this.byKind = handlers.stream().collect(Collectors.toUnmodifiableMap(JobHandler::kind, Function.identity()));
        // A payload outlives the code that wrote it: fields that a later version has dropped are no error.
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    Optional<JobHandler> of(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    JsonMapper json() {
        return json;
    }
}
