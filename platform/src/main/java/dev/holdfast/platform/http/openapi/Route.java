package dev.holdfast.platform.http.openapi;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;

/**
 * One route as it is mapped.
 *
 * @param method HTTP method; {@code *} for all
 * @param path pattern, e.g. {@code /api/documents/{id}}
 * @param access its rule; null for routes of the framework
 * @param handler class and method
 * @param parameters where each parameter stands and its name, e.g. {@code path id}, {@code query limit}, {@code header If-Match}
 * @param hasBody whether it reads a body
 * @param problems what it can be refused with
 * @param target the method itself
 */
public record Route(
        String method,
        String path,
        @Nullable Access access,
        String handler,
        SortedSet<String> parameters,
        boolean hasBody,
        Set<Code> problems,
        HandlerMethod target) {

    /** One line: method, path, rule, scope, handler. */
    public String line() {
        String rule = access == null ? "FRAMEWORK" : access.value().name();
        String scope = access == null || access.scope().isEmpty() ? "-" : access.scope();
        return String.join(" ", method, path, rule, scope, handler);
    }
}
