package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Route;
import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.openapi.OpenApiCoverage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /openapi.json} of the whole program: complete, and of the form that OpenAPI 3.1 asks for. */
final class OpenApiTest {
    private static final Set<String> PATH_MEMBERS = Set.of(
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
            "parameters",
            "summary",
            "description",
            "servers");
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "array", "object", "null");

    /** Routes that write their answer themselves: pages and files, not shapes. */
    private static final Set<String> WRITTEN = Set.of("/api/audit/export", "/s/{token}");

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

    private final JsonNode document = House.running().openApi();
    private final List<String> faults = new ArrayList<>();

    @Test
    void everyRouteParameterBodyAndProblemIsDescribed() {
        List<OpenApiCoverage.Route> routes = House.running().routes().stream()
                .map(route -> new OpenApiCoverage.Route(
                        route.method(),
                        route.path(),
                        Set.copyOf(route.parameters()),
                        route.hasBody(),
                        route.problems().stream().collect(Collectors.toMap(Code::name, Code::status))))
                .toList();
        assertThat(OpenApiCoverage.faults(document, routes)).isEmpty();
    }

    @Test
    void everyOperationSaysWhoMayCallItAndWhatItAnswers() {
        for (Route route : House.running().routes()) {
            JsonNode operation = operation(route);
            Access access = route.access();
            boolean open = access != null && access.value() == Access.Rule.PUBLIC;
            if (open == operation.path("security").path(0).has("bearer")) {
                faults.add(route.line() + ": security is " + operation.path("security"));
            }
            for (Map.Entry<String, JsonNode> response :
                    operation.path("responses").properties()) {
                boolean empty = response.getKey().equals("204")
                        || response.getKey().startsWith("3")
                        || response.getKey().equals("202");
                if (response.getKey().startsWith("2")
                        && !empty
                        && !WRITTEN.contains(route.path())
                        && response.getValue().path("content").isEmpty()) {
                    faults.add(route.line() + ": " + response.getKey() + " has no shape");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** The page's types are made from this file. Where the server is and the problems'
     * examples, which say nothing about types, are left out. */
    @Test
    void theDescriptionIsTheAcceptedOne() {
        JsonNode plain = document.deepCopy();
        ((ObjectNode) plain).remove("servers");
        plain.path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("responses")
                        .forEach(response ->
                                response.path("content").forEach(media -> ((ObjectNode) media).remove("examples")))));
        JsonMapper sorted = JsonMapper.builder()
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .defaultPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES))
                .build();
        Golden.file(
                "server/src/test/resources/goldens/openapi.json",
                sorted.writerWithDefaultPrettyPrinter().writeValueAsString(plain));
    }

    @Test
    void theDocumentIsOpenApi() {
        assertThat(document.path("openapi").asString("")).startsWith("3.1");
        assertThat(document.at("/info/title").asString("")).isNotBlank();
        assertThat(document.at("/info/version").asString("")).isNotBlank();
        Set<String> ids = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            require(path.getKey().startsWith("/"), path.getKey() + " doesn't begin with a slash");
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                String at = member.getKey() + " " + path.getKey();
                require(PATH_MEMBERS.contains(member.getKey()), at + " isn't a member of a path");
                checkOperation(at, path.getKey(), member.getValue(), ids);
            }
        }
        schemes();
        document.at("/components/schemas")
                .properties()
                .forEach(schema -> checkSchema("schema " + schema.getKey(), schema.getValue()));
        assertThat(faults).isEmpty();
    }

    private void checkOperation(String at, String path, JsonNode operation, Set<String> ids) {
        String id = operation.path("operationId").asString("");
        require(!id.isBlank() && ids.add(id), at + " has no operationId of its own: " + id);
        require(
                operation.path("responses").isObject()
                        && !operation.path("responses").isEmpty(),
                at + " has no responses");
        operation.path("responses").properties().forEach(response -> {
            require(response.getKey().matches("[1-5]\\d\\d|default"), at + " answers " + response.getKey());
            require(
                    response.getValue().has("$ref")
                            || !response.getValue()
                                    .path("description")
                                    .asString("")
                                    .isBlank(),
                    at + " doesn't describe its answer " + response.getKey());
            checkContent(at + " " + response.getKey(), response.getValue().path("content"));
        });
        checkContent(at + " body", operation.at("/requestBody/content"));
        Set<String> names = new HashSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("in").asString("") + " "
                    + parameter.path("name").asString("");
            require(names.add(name), at + " has the parameter " + name + " twice");
            require(
                    Set.of("path", "query", "header", "cookie")
                            .contains(parameter.path("in").asString("")),
                    at + ": " + name);
            boolean inPath = parameter.path("in").asString("").equals("path");
            require(!inPath || parameter.path("required").asBoolean(false), at + ": " + name + " must be required");
            require(
                    !inPath || path.contains("{" + parameter.path("name").asString("") + "}"),
                    at + ": " + name + " isn't in the path");
            checkSchema(at + " " + name, parameter.path("schema"));
        }
        for (String part : path.split("/")) {
            require(
                    !part.startsWith("{") || names.contains("path " + part.substring(1, part.length() - 1)),
                    at + " leaves out " + part);
        }
    }

    private void checkContent(String at, JsonNode content) {
        content.properties().forEach(media -> {
            require(media.getKey().contains("/"), at + ": " + media.getKey() + " isn't a media type");
            checkSchema(at + " " + media.getKey(), media.getValue().path("schema"));
        });
    }

    private void checkSchema(String at, JsonNode schema) {
        require(schema.isObject() || schema.isBoolean() || schema.isMissingNode(), at + ": not a schema");
        if (!schema.isObject()) {
            return;
        }
        JsonNode type = schema.path("type");
        List<JsonNode> types =
                type.isArray() ? type.valueStream().toList() : type.isMissingNode() ? List.of() : List.of(type);
        types.forEach(one -> require(TYPES.contains(one.asString("")), at + ": there is no type " + one));
        require(!type.asString("").equals("array") || schema.has("items"), at + ": an array of what?");
        for (JsonNode required : schema.path("required")) {
            require(
                    schema.path("properties").has(required.asString("")),
                    at + " requires " + required + ", which it hasn't");
        }
        schema.path("properties")
                .properties()
                .forEach(property -> checkSchema(at + "." + property.getKey(), property.getValue()));
        checkSchema(at + "[]", schema.path("items"));
        if (schema.path("pattern").isString()) {
            require(compiles(schema.path("pattern").asString()), at + ": its pattern is none");
        }
    }

    private void schemes() {
        Set<String> known =
                Set.copyOf(document.at("/components/securitySchemes").propertyNames());
        document.findValues("security")
                .forEach(security -> security.forEach(choice -> choice.propertyNames()
                        .forEach(name -> require(known.contains(name), "there is no security scheme " + name))));
    }

    private static boolean compiles(String pattern) {
        try {
            return !java.util.regex.Pattern.compile(pattern).pattern().isEmpty();
        } catch (java.util.regex.PatternSyntaxException e) {
            return false;
        }
    }

    private JsonNode operation(Route route) {
        return document.path("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }
}
