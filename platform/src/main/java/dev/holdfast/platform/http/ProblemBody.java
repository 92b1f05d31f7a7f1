package dev.holdfast.platform.http;

import dev.holdfast.platform.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The members of a problem document (RFC 9457), in the order in which people read them. */
public final class ProblemBody {
    private static final String TYPE_PREFIX = "https://holdfast.dev/problems/";

    private ProblemBody() {}

    /**
     * The document of a problem.
     *
     * @param instance the path of the request that it answers
     */
    public static Map<String, Object> of(Problem problem, String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPE_PREFIX + problem.code().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        body.put("title", problem.code().title());
        body.put("status", problem.code().status());
        body.put("detail", problem.detail());
        body.put("instance", instance);
        body.put("code", problem.code().name());
        if (!problem.errors().isEmpty()) {
            body.put("errors", problem.errors());
        }
        body.putAll(problem.extensions());
        return body;
    }
}
