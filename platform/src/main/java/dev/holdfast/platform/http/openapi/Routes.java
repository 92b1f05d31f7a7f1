package dev.holdfast.platform.http.openapi;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** All routes that are mapped, sorted by path and method. */
@Component
public final class Routes {
    /** Parameters that are MALFORMED, or no cursor of ours, when they are wrong. */
    private static final Set<String> PAGING = Set.of("query cursor", "query limit");

    private static final Set<String> IDEMPOTENT = Set.of("POST", "PUT", "PATCH");

    private final RequestMappingHandlerMapping mapping;

    Routes(RequestMappingHandlerMapping requestMappingHandlerMapping) {
        this.mapping = requestMappingHandlerMapping;
    }

    /** Our own routes; what frameworks bring is left out. */
    public List<Route> all() {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("dev.holdfast."))
                .flatMap(entry -> routes(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .toList();
    }

    /** One line a route, for the golden. */
    public String text() {
        return all().stream().map(Route::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<Route> routes(RequestMappingInfo info, HandlerMethod handler) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        List<String> names = methods.isEmpty()
                ? List.of("*")
                : methods.stream().map(RequestMethod::name).toList();
        return info.getPatternValues().stream()
                .flatMap(path -> names.stream().map(method -> route(method, path, handler)));
    }

    private static Route route(String method, String path, HandlerMethod handler) {
        Access access = handler.getMethodAnnotation(Access.class);
        SortedSet<String> parameters = new TreeSet<>();
        boolean body = false;
        for (MethodParameter parameter : handler.getMethodParameters()) {
            String named = named(parameter);
            if (named != null) {
                parameters.add(named);
            }
            body |= parameter.hasParameterAnnotation(RequestBody.class);
        }
        String name = handler.getBeanType().getSimpleName() + "."
                + handler.getMethod().getName();
        return new Route(
                method,
                path,
                access,
                name,
                parameters,
                body,
                problems(method, access, parameters, body, handler),
                handler);
    }

    private static @Nullable String named(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        String own = String.valueOf(parameter.getParameterName());
        if (path != null) {
            return "path " + (path.name().isEmpty() ? own : path.name());
        }
        if (query != null) {
            return "query " + (query.name().isEmpty() ? own : query.name());
        }
        if (header != null) {
            return "header " + (header.name().isEmpty() ? own : header.name());
        }
        return null;
    }

    private static Set<Code> problems(
            String method, @Nullable Access access, Set<String> parameters, boolean body, HandlerMethod handler) {
        Set<Code> codes = EnumSet.of(Code.MALFORMED, Code.INTERNAL, Code.UNAVAILABLE);
        if (access != null && access.limited()) {
            codes.add(Code.RATE_LIMITED);
        }
        if (access != null && access.value() != Access.Rule.PUBLIC) {
            codes.add(Code.UNAUTHENTICATED);
            if (!access.scope().isEmpty() || access.value() != Access.Rule.ACCOUNT) {
                codes.add(Code.FORBIDDEN);
            }
            if (IDEMPOTENT.contains(method)) {
                codes.addAll(Set.of(Code.IDEMPOTENCY_MISMATCH, Code.IDEMPOTENCY_RUNNING));
            }
        }
        if (body) {
            codes.addAll(Set.of(Code.INVALID, Code.UNKNOWN_FIELD, Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE));
        }
        if (parameters.stream().anyMatch(parameter -> parameter.startsWith("path "))) {
            codes.add(Code.NOT_FOUND);
        }
        if (parameters.contains("query cursor")) {
            codes.addAll(Set.of(Code.CURSOR_INVALID, Code.CURSOR_MISMATCH));
        }
        if (parameters.stream().anyMatch(parameter -> parameter.startsWith("query ") && !PAGING.contains(parameter))) {
            codes.add(Code.INVALID);
        }
        if (parameters.contains("header If-Match")) {
            codes.add(Code.STALE);
        }
        Problems further = handler.getMethodAnnotation(Problems.class);
        if (further != null) {
            codes.addAll(List.of(further.value()));
        }
        return codes;
    }
}
