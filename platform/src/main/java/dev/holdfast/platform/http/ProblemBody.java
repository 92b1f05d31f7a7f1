package dev.holdfast.platform.http;

import dev.holdfast.platform.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The members of a problem document (RFC 9457), in the order in which people read them. */
public final class ProblemBody {
    private static final String TYPE_PREFIX = "https://holdfast.dev/problems/";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ProblemBody() {}

    /**
     * The document of a problem.
     *
     * @param instance the path of the request that it answers
     */
    public static Map<String, Object> of(Problem problem, String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "type",
                TYPE_PREFIX + problem.code().name().toLowerCase(Locale.ROOT).replace('_', '-'));
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

    /**
     * Answers with a problem where no handler does: in filters and in the container. Does nothing once the answer has begun.
     *
     * @param instance the path of the request that it answers
     */
    public static void write(Problem problem, String instance, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.code().status());
        headers(problem).forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/problem+json");
        response.getOutputStream().write(JSON.writeValueAsBytes(of(problem, instance)));
    }

    /** The headers of an answer with this problem. */
    public static Map<String, String> headers(Problem problem) {
        Map<String, String> headers = new LinkedHashMap<>(problem.headers());
        if (problem.code().status() == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        return headers;
    }
}
