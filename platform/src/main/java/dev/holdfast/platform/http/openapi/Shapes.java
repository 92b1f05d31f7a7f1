package dev.holdfast.platform.http.openapi;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.holdfast.platform.http.Patch;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.providers.JavadocProvider;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.JsonNode;

/**
 * Tells of each shape what its record's documentation tells, which of its members are always there and which may be null. What
 * is answered names all of its members unless it is told to leave null ones out; what is sent may leave out whatever isn't
 * {@link Required}.
 */
@Order(0)
final class Shapes implements GlobalOpenApiCustomizer {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String OBJECT = "object";
    private static final String NULL = "null";

    private final TypeNames names;
    private final Optional<JavadocProvider> javadoc;

    Shapes(TypeNames names, Optional<JavadocProvider> javadoc) {
        this.names = names;
        this.javadoc = javadoc;
    }

    @Override
    public void customise(OpenAPI api) {
        Set<String> sent = sent(api);
        api.getComponents().getSchemas().forEach((name, shape) -> {
            Class<?> type = type(name);
            if (type != null && type.isRecord()) {
                describe(shape, type, sent.contains(name));
            }
        });
        api.getComponents().getSchemas().values().forEach(Shapes::open);
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .flatMap(operation -> operation.getResponses().values().stream())
                .filter(response -> response.getContent() != null)
                .flatMap(response -> response.getContent().values().stream())
                .filter(media -> media.getSchema() != null)
                .forEach(media -> open(media.getSchema()));
    }

    /** The record behind a shape; a generic one's name begins the names of what it is filled with. */
    private @Nullable Class<?> type(String name) {
        Map<String, Class<?>> types = names.named();
        Class<?> exact = types.get(name);
        if (exact != null) {
            return exact;
        }
        return types.entrySet().stream()
                .filter(entry ->
                        name.startsWith(entry.getKey()) && entry.getValue().getTypeParameters().length > 0)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The shapes that requests consist of. */
    private static Set<String> sent(OpenAPI api) {
        Set<String> found = new TreeSet<>();
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getRequestBody() != null
                        && operation.getRequestBody().getContent() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
                .forEach(media -> collect(media.getSchema(), api, found));
        return found;
    }

    private static void collect(@Nullable Schema<?> schema, OpenAPI api, Set<String> found) {
        if (schema == null) {
            return;
        }
        String reference = schema.get$ref();
        if (reference != null) {
            String name = reference.substring(REFERENCE.length());
            if (found.add(name)) {
                collect(api.getComponents().getSchemas().get(name), api, found);
            }
        }
        collect(schema.getItems(), api, found);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(member -> collect(member, api, found));
        }
    }

    private void describe(Schema<?> shape, Class<?> type, boolean sent) {
        shape.setTypes(new LinkedHashSet<>(Set.of(OBJECT)));
        if (shape.getProperties() == null) {
            return;
        }
        Map<String, String> words = javadoc.map(provider -> provider.getRecordClassParamJavadoc(type))
                .orElse(Map.of());
        javadoc.map(provider -> provider.getClassJavadoc(type))
                .filter(text -> !text.isBlank())
                .ifPresent(shape::setDescription);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            Schema<?> member = shape.getProperties().get(name);
            if (member == null) {
                continue;
            }
            if (component.getAccessor().isAnnotationPresent(JsonAnySetter.class)) {
                shape.getProperties().remove(name);
                shape.setAdditionalProperties(true);
                continue;
            }
            Schema<?> told = isAnyJson(component) ? new JsonSchema() : member;
            String text = words.get(name);
            if (text != null && !text.isBlank() && told.get$ref() == null) {
                told.setDescription(text);
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean leftOut =
                    sent ? nullable || component.getType() == Patch.class : nullable && leavesOutNull(type, component);
            boolean required = component.isAnnotationPresent(Required.class);
            if (required || !leftOut) {
                shape.addRequiredItem(name);
            }
            boolean mayBeNull = nullable && !required && (sent || !leftOut);
            shape.getProperties().put(name, mayBeNull ? orNull(told) : told);
        }
    }

    private static boolean leavesOutNull(Class<?> type, RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude all = type.getAnnotation(JsonInclude.class);
        JsonInclude rule = own == null ? all : own;
        return rule != null && rule.value() != JsonInclude.Include.ALWAYS;
    }

    private static boolean isAnyJson(RecordComponent component) {
        return component.getType() == JsonNode.class || component.getAccessor().isAnnotationPresent(JsonRawValue.class);
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new JsonSchema().anyOf(List.of(schema, new JsonSchema().types(new LinkedHashSet<>(Set.of(NULL)))));
        }
        if (schema.getTypes() != null && !schema.getTypes().isEmpty()) {
            Set<String> types = new LinkedHashSet<>(new TreeSet<>(schema.getTypes()));
            types.add(NULL);
            schema.setTypes(types);
        }
        return schema;
    }

    /** An object of which nothing is known may hold anything. */
    private static void open(Schema<?> schema) {
        boolean object = OBJECT.equals(schema.getType())
                || (schema.getTypes() != null && schema.getTypes().contains(OBJECT));
        if (object && schema.getProperties() == null && schema.getAdditionalProperties() == null) {
            schema.setAdditionalProperties(true);
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> values) {
            if (isBare(values)) {
                schema.setAdditionalProperties(true);
            } else {
                open(values);
            }
        }
        if (schema.getItems() != null) {
            open(schema.getItems());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(Shapes::open);
        }
    }

    private static boolean isBare(Schema<?> schema) {
        return schema.get$ref() == null
                && schema.getProperties() == null
                && schema.getItems() == null
                && schema.getAdditionalProperties() == null
                && (schema.getTypes() == null || schema.getTypes().contains(OBJECT))
                && (schema.getType() == null || schema.getType().equals(OBJECT));
    }
}
