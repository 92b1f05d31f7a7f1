package dev.holdfast.platform.http.openapi;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.ProblemBody;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Completes what springdoc found out about a route: who may call it, its headers, its statuses, all its problems. */
@Component
final class RouteDescriber implements GlobalOperationCustomizer {
    static final String BEARER = "bearer";

    private static final String PROBLEM_JSON = "application/problem+json";

    private final ObjectProvider<Routes> routes;
    private @Nullable List<Route> known;

    RouteDescriber(ObjectProvider<Routes> routes) {
        this.routes = routes;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        find(handler).ifPresent(route -> describe(operation, route));
        return operation;
    }

    private synchronized Optional<Route> find(HandlerMethod handler) {
        if (known == null) {
            known = routes.getObject().all();
        }
        return known.stream()
                .filter(route -> route.target().getMethod().equals(handler.getMethod()))
                .findFirst();
    }

    private static void describe(Operation operation, Route route) {
        Access access = route.access();
        if (access != null && access.value() != Access.Rule.PUBLIC) {
            operation.addSecurityItem(new SecurityRequirement().addList(BEARER));
        }
        String words = rule(access);
        String own = operation.getDescription();
        operation.setDescription(own == null || own.equals(operation.getSummary()) ? words : own + "\n\n" + words);
        parameters(operation, route);
        statuses(operation, route);
        problems(operation, route);
    }

    private static String rule(@Nullable Access access) {
        if (access == null) {
            return "";
        }
        String who = switch (access.value()) {
            case PUBLIC -> "Anybody may call this.";
            case ACCOUNT -> "For whoever is signed in.";
            case PERSON -> "For a person who signed in; no API key, no outside token.";
            case ADMIN -> "For administrators of the platform.";
        };
        return access.scope().isEmpty() ? who : who + " An API key needs the scope " + access.scope() + ".";
    }

    private static void parameters(Operation operation, Route route) {
        List<Parameter> parameters =
                new ArrayList<>(operation.getParameters() == null ? List.of() : operation.getParameters());
        if (route.problems().contains(Code.IDEMPOTENCY_RUNNING)) {
            parameters.add(new Parameter()
                    .in("header")
                    .name("Idempotency-Key")
                    .schema(new StringSchema().maxLength(255))
                    .required(false));
        }
        for (Parameter parameter : parameters) {
            if (parameter.getDescription() == null || parameter.getDescription().isBlank()) {
                parameter.setDescription(Descriptions.of(parameter.getName()));
            }
        }
        operation.setParameters(parameters);
    }

    private static void statuses(Operation operation, Route route) {
        ApiResponses responses = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
        // What springdoc adds for exception handlers stands below, exactly.
        responses.keySet().removeIf(status -> !status.startsWith("2") && !status.startsWith("3"));
        Success success = route.target().getMethodAnnotation(Success.class);
        if (success != null) {
            ApiResponse found =
                    responses.values().stream().findFirst().orElseGet(() -> new ApiResponse().description("Done."));
            responses.clear();
            for (int status : success.value()) {
                responses.addApiResponse(
                        Integer.toString(status), status == 204 ? new ApiResponse().description("Done.") : found);
            }
        }
        boolean etag = route.parameters().contains("header If-Match")
                || route.parameters().contains("header If-None-Match");
        responses.forEach((status, response) -> {
            if (response.getDescription() == null
                    || response.getDescription().isBlank()
                    || response.getDescription().equals("OK")) {
                response.setDescription("Done.");
            }
            if (etag && !status.equals("204")) {
                response.addHeaderObject("ETag", header("The state that this answer shows, quoted."));
            }
        });
        if (route.parameters().contains("header If-None-Match")
                && route.method().equals("GET")) {
            responses.addApiResponse("304", new ApiResponse().description("The client has the current state."));
        }
        operation.setResponses(responses);
    }

    private static void problems(Operation operation, Route route) {
        Map<Integer, List<Code>> byStatus = route.problems().stream()
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.groupingBy(Code::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, codes) ->
                operation.getResponses().addApiResponse(Integer.toString(status), response(status, codes, route)));
    }

    private static ApiResponse response(int status, List<Code> codes, Route route) {
        MediaType document = new MediaType().schema(new Schema<Object>().$ref("#/components/schemas/Problem"));
        Map<String, Example> examples = new LinkedHashMap<>();
        for (Code code : codes) {
            examples.put(
                    code.name(),
                    new Example()
                            .summary(code.title())
                            .value(ProblemBody.of(new Problem(code, code.title() + "."), route.path())));
        }
        document.setExamples(examples);
        ApiResponse response = new ApiResponse()
                .description(codes.stream()
                        .map(code -> code.name() + ": " + code.title() + ".")
                        .collect(Collectors.joining(" ")))
                .content(new Content().addMediaType(PROBLEM_JSON, document));
        if (status == 429 || status == 503) {
            response.addHeaderObject("Retry-After", header("Seconds to wait."));
        }
        if (status == 401) {
            response.addHeaderObject("WWW-Authenticate", header("Bearer"));
        }
        return response;
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }
}
