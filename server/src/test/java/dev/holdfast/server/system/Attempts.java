package dev.holdfast.server.system;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.openapi.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes bad requests for a route out of how it is described. */
final class Attempts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONG = 200_000;
    private static final int LARGE = 11 << 20;
    private static final int DEEP = 50_000;
    /** What is refused before a route is found. */
    private static final Set<Code> ANYWHERE = Set.of(Code.MALFORMED, Code.NOT_FOUND, Code.HEADERS_TOO_LARGE);

    private static final List<String> BAD_SEGMENTS = List.of(
            "not-a-uuid",
            "%00",
            "%ff",
            "%2e%2e%2f",
            "%F0%9F%92%A9",
            "00000000-0000-0000-0000-00000000000g",
            "0".repeat(3_000),
            "1-1-1-1-1");
    private static final List<String> BAD_CURSORS =
            List.of("x", "%00", "%ff", "eyJ9", "a".repeat(5_000), "AAAAAAAAAAAAAAAA", "-1", "null");
    private static final List<String> BAD_LIMITS =
            List.of("0", "-1", "abc", "99999999999999999999", "1e3", "100001", "%00", "1.5", "");
    private static final List<String> BAD_ETAGS =
            List.of("abc", "\"", "\"a", ",,", "W/", "\"a\" \"b\"", "\"" + "a".repeat(5_000));

    private final Route route;
    private final JsonNode document;
    private final Household household;
    private final @Nullable ObjectNode good;
    private final String query;
    private final Set<String> codes;
    private final List<Attempt> made = new ArrayList<>();

    private Attempts(Route route, JsonNode document, Household household, @Nullable ObjectNode good, String query) {
        this.route = route;
        this.document = document;
        this.household = household;
        this.good = good;
        this.query = query.isEmpty() ? "" : "?" + query;
        this.codes = Stream.concat(route.problems().stream(), ANYWHERE.stream())
                .map(Code::name)
                .collect(Collectors.toSet());
    }

    /**
     * Bad requests for one route.
     *
     * @param document the OpenAPI document
     * @param good a body that the route takes; null where it reads none
     * @param query what it needs behind its path; empty for nothing
     */
    static List<Attempt> of(
            Route route, JsonNode document, Household household, @Nullable ObjectNode good, String query) {
        Attempts attempts = new Attempts(route, document, household, good, query);
        attempts.addresses();
        attempts.headers();
        if (route.hasBody() && good != null) {
            attempts.forms(good);
            attempts.fields(good);
        }
        return attempts.made;
    }

    private void addresses() {
        String pattern = route.path();
        for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
            int end = pattern.indexOf('}', at) + 1;
            for (String bad : BAD_SEGMENTS) {
                String before = household.path(pattern.substring(0, at));
                String after = pattern.substring(end).replaceAll("\\{[^}]+}", "00000000-0000-7000-8000-000000000000");
                add("bad " + pattern.substring(at, end), before + bad + after + query, Map.of(), goodBytes(), true);
            }
        }
        for (String parameter : route.parameters()) {
            String name = parameter.substring(parameter.indexOf(' ') + 1);
            if (parameter.startsWith("query ")) {
                List<String> bad = name.equals("cursor")
                        ? BAD_CURSORS
                        : name.equals("limit") ? BAD_LIMITS : List.of("%00", "%ff", "%ED%A0%80", "a".repeat(7_000), "");
                boolean refused = name.equals("cursor") || name.equals("limit");
                String rest = query.isEmpty() ? "?" : query.replaceAll("\\b" + name + "=[^&]*", "") + "&";
                for (String value : bad) {
                    add(
                            "bad " + parameter + " " + value,
                            path() + rest + name + "=" + value,
                            Map.of(),
                            goodBytes(),
                            refused && !value.isEmpty());
                }
            }
        }
    }

    private void headers() {
        if (route.parameters().contains("header If-Match")) {
            BAD_ETAGS.forEach(
                    etag -> add("If-Match " + etag, path() + query, Map.of("If-Match", etag), goodBytes(), true));
        }
        if (route.parameters().contains("header If-None-Match")) {
            BAD_ETAGS.forEach(
                    etag -> add("If-None-Match " + etag, path() + query, Map.of("If-None-Match", etag), null, false));
        }
        if (!isOpen()) {
            add("bad credential", path() + query, Map.of("Authorization", "Bearer ¿"), goodBytes(), true);
            add(
                    "long credential",
                    path() + query,
                    Map.of("Authorization", "Bearer " + "a".repeat(6_000)),
                    goodBytes(),
                    true);
        }
        if (takesIdempotencyKey()) {
            for (String key : List.of("k".repeat(300), "")) {
                add(
                        "Idempotency-Key of " + key.length(),
                        path() + query,
                        Map.of("Idempotency-Key", key),
                        goodBytes(),
                        true);
            }
        }
    }

    private void forms(ObjectNode body) {
        for (String form : List.of(
                "[]",
                "\"x\"",
                "1",
                "true",
                "{",
                "{\"a\":",
                "nul",
                "{'a':1}",
                "{} {}",
                "\u00ef\u00bb\u00bf{",
                "[".repeat(DEEP),
                "{\"a\":".repeat(DEEP))) {
            json("form " + form.substring(0, Math.min(10, form.length())), form.getBytes(StandardCharsets.UTF_8));
        }
        if (operation().at("/requestBody/required").asBoolean(false)) {
            json("no body", new byte[0]);
            json("null", "null".getBytes(StandardCharsets.UTF_8));
        }
        if (!body.isEmpty() && !route.method().equals("PATCH")) {
            json("missing fields", "{}".getBytes(StandardCharsets.UTF_8));
        }
        json("unknown field", with(body, "unknownField", "1"));
        json("constructor", with(body, "__proto__", "{}"));
        json(
                "bytes that are no UTF-8",
                with(body, "unknownField", "\"\u00ff\u00fe\"").getBytes(StandardCharsets.ISO_8859_1));
        json("UTF-16", body.toString().getBytes(StandardCharsets.UTF_16LE));
        json("large", with(body, "unknownField", '"' + "a".repeat(LARGE) + '"').getBytes(StandardCharsets.UTF_8));
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        for (String type : List.of(
                "text/plain",
                "application/xml",
                "application/yaml",
                "application/cbor",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "x",
                "application/octet-stream")) {
            Map<String, String> headers = new LinkedHashMap<>(conditions());
            headers.put("Content-Type", type);
            add("as " + type, path() + query, headers, bytes, true);
        }
    }

    private void fields(ObjectNode body) {
        JsonNode schema = resolved(operation().at("/requestBody/content/application~1json/schema"));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            List<String> types = types(property.getValue());
            for (String wrong : wrong(types)) {
                json(name + " " + wrong.substring(0, Math.min(20, wrong.length())), with(body, name, wrong));
            }
            if (types.contains("string")) {
                json(name + " with NUL", with(body, name, "\"a\\u0000b\""));
                json(name + " with half a surrogate pair", with(body, name, "\"a\\ud800b\""));
                json(name + " with the other half", with(body, name, "\"\\udc00\""));
                json(name + " too long", with(body, name, '"' + "a".repeat(tooMuch(name)) + '"'));
                json(name + " twice", twice(body, name));
            }
        }
    }

    /** More characters than any field of that name takes; a live state is base64 of up to 8 MB. */
    private static int tooMuch(String name) {
        return switch (name) {
            case "content" -> LARGE;
            case "state" -> 12_000_000;
            default -> LONG;
        };
    }

    private static List<String> wrong(List<String> types) {
        List<String> wrong = new ArrayList<>();
        if (types.isEmpty()) {
            return wrong;
        }
        if (!types.contains("string")) {
            wrong.addAll(List.of("\"\"", "\"x\"", "\"1\""));
        }
        if (!types.contains("boolean")) {
            wrong.addAll(List.of("true", "false"));
        }
        if (!types.contains("integer") && !types.contains("number")) {
            wrong.addAll(List.of("0", "12", "-1.5", "1e400"));
        } else {
            wrong.addAll(List.of("1e999999999", "-99999999999999999999999999", "1.5", "-1"));
        }
        if (types.contains("array")) {
            wrong.addAll(List.of(
                    "[{\"a\":[]}]", "[[[]]]", "[null]", "[\"\\u0000\"]", "[" + "\"x\",".repeat(20_000) + "\"x\"]"));
        } else {
            wrong.addAll(List.of("[]", "[1]"));
        }
        if (!types.contains("object")) {
            wrong.addAll(List.of("{}", "{\"a\":1}"));
        }
        return wrong;
    }

    private String twice(ObjectNode body, String name) {
        String once = with(body, name, "\"first\"");
        return once.substring(0, once.length() - 1) + "," + JSON.writeValueAsString(name) + ":\"second\"}";
    }

    /** The body's text with one field replaced by raw text, which need not be good JSON. */
    private static String with(ObjectNode body, String name, String raw) {
        ObjectNode rest = body.deepCopy();
        rest.remove(name);
        String text = rest.toString();
        String separator = rest.isEmpty() ? "" : ",";
        return text.substring(0, text.length() - 1) + separator + JSON.writeValueAsString(name) + ":" + raw + "}";
    }

    private void json(String what, String body) {
        json(what, body.getBytes(StandardCharsets.UTF_8));
    }

    private void json(String what, byte[] body) {
        add(what, path() + query, conditions(), body, true);
    }

    private void add(String what, String path, Map<String, String> headers, byte @Nullable [] body, boolean mustFail) {
        made.add(new Attempt(what, route.method(), path, headers, body, mustFail, codes));
    }

    private Map<String, String> conditions() {
        return route.parameters().contains("header If-Match")
                ? Map.of("If-Match", '"' + household.values.getOrDefault("etag", "") + '"')
                : Map.of();
    }

    private String path() {
        return household.path(route.path());
    }

    private byte @Nullable [] goodBytes() {
        return good == null ? null : good.toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean isOpen() {
        return route.access() != null && route.access().value().name().equals("PUBLIC");
    }

    private boolean takesIdempotencyKey() {
        return operation().path("parameters").toString().contains("Idempotency-Key");
    }

    private JsonNode operation() {
        return document.path("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : resolved(document.at(reference.substring(1)));
    }

    private List<String> types(JsonNode property) {
        JsonNode schema = resolved(property);
        List<String> types = new ArrayList<>();
        for (JsonNode choice : schema.path("anyOf").isArray() ? schema.path("anyOf") : schema.path("oneOf")) {
            types.addAll(types(choice));
        }
        JsonNode type = schema.path("type");
        type.valueStream().forEach(one -> types.add(one.asString("")));
        if (type.isString()) {
            types.add(type.asString());
        }
        return types;
    }
}
