package dev.holdfast.testkit.openapi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Holds an OpenAPI document against the routes that are really mapped. */
public final class OpenApiCoverage {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private OpenApiCoverage(JsonNode document) {
        this.document = document;
    }

    /**
     * A route as it is mapped.
     *
     * @param method HTTP method in capitals
     * @param path pattern with names in braces
     * @param parameters place and name of each, e.g. {@code path id}, {@code query limit}
     * @param hasBody whether it reads a body
     * @param problems name and HTTP status of each code that it can be refused with
     */
    public record Route(
            String method, String path, Set<String> parameters, boolean hasBody, Map<String, Integer> problems) {}

    /** What the document lacks or has too much, one sentence each; empty when it is complete. */
    public static List<String> faults(JsonNode document, List<Route> routes) {
        OpenApiCoverage coverage = new OpenApiCoverage(document);
        Set<String> mapped = new LinkedHashSet<>();
        for (Route route : routes) {
            mapped.add(route.method.toLowerCase(Locale.ROOT) + " " + route.path);
            coverage.check(route);
        }
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String described = method.getKey() + " " + path.getKey();
                if (METHODS.contains(method.getKey()) && !mapped.contains(described)) {
                    coverage.faults.add(described + " is described but isn't a route");
                }
            }
        }
        coverage.references(document);
        return coverage.faults;
    }

    private void check(Route route) {
        String name = route.method + " " + route.path;
        JsonNode operation = document.path("paths").path(route.path).path(route.method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            faults.add(name + " isn't described");
            return;
        }
        if (operation.path("summary").asString("").isBlank()) {
            faults.add(name + " has no summary: write a sentence of javadoc on its handler");
        }
        for (String parameter : route.parameters) {
            checkParameter(name, operation, parameter);
        }
        if (route.hasBody && !hasShape(operation.path("requestBody").path("content"))) {
            faults.add(name + " doesn't describe its body");
        }
        if (operation.path("responses").propertyNames().stream()
                .noneMatch(status -> status.startsWith("2") || status.startsWith("3"))) {
            faults.add(name + " describes no success");
        }
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            if (response.getKey().startsWith("2")
                    && response.getValue().has("content")
                    && !hasShape(response.getValue().path("content"))) {
                faults.add(name + " doesn't describe its answer " + response.getKey());
            }
        }
        route.problems.forEach((code, status) -> {
            JsonNode examples = operation.at("/responses/" + status + "/content/application~1problem+json/examples");
            if (!examples.has(code)) {
                faults.add(name + " doesn't describe the problem " + code + " (" + status + ")");
            }
        });
    }

    private void checkParameter(String name, JsonNode operation, String parameter) {
        String[] placeAndName = parameter.split(" ", 2);
        for (JsonNode described : operation.path("parameters")) {
            if (described.path("in").asString("").equals(placeAndName[0])
                    && described.path("name").asString("").equals(placeAndName[1])) {
                if (described.path("description").asString("").isBlank()
                        || described.path("schema").isEmpty()) {
                    faults.add(name + " describes the parameter " + parameter + " by name alone");
                }
                return;
            }
        }
        faults.add(name + " doesn't describe the parameter " + parameter);
    }

    private static boolean hasShape(JsonNode content) {
        return !content.isEmpty() && content.values().stream().allMatch(media -> media.has("schema"));
    }

    /** A reference to nowhere breaks every generated client. */
    private void references(JsonNode node) {
        String reference = node.path("$ref").asString("");
        if (reference.startsWith("#/") && document.at(reference.substring(1)).isMissingNode()) {
            faults.add("there is no " + reference);
        }
        node.values().forEach(this::references);
    }
}
