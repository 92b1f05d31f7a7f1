package dev.holdfast.platform.http.openapi;

import dev.holdfast.platform.http.Patch;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.providers.JavadocProvider;
import org.springframework.core.annotation.Order;

/** Tells of each shape what its record's documentation tells, and which of its members are always there. */
@Order(0)
final class Shapes implements GlobalOpenApiCustomizer {
    private final TypeNames names;
    private final Optional<JavadocProvider> javadoc;

    Shapes(TypeNames names, Optional<JavadocProvider> javadoc) {
        this.names = names;
        this.javadoc = javadoc;
    }

    @Override
    public void customise(OpenAPI api) {
        Map<String, Class<?>> types = names.named();
        api.getComponents().getSchemas().forEach((name, shape) -> {
            Class<?> type = types.get(name);
            if (type != null && type.isRecord()) {
                describe(shape, type);
            }
        });
    }

    private void describe(Schema<?> shape, Class<?> type) {
        if (shape.getProperties() == null) {
            return;
        }
        Map<String, String> words = javadoc.map(provider -> provider.getRecordClassParamJavadoc(type))
                .orElse(Map.of());
        javadoc.map(provider -> provider.getClassJavadoc(type))
                .filter(text -> !text.isBlank())
                .ifPresent(shape::setDescription);
        for (RecordComponent component : type.getRecordComponents()) {
            Schema<?> member = (Schema<?>) shape.getProperties().get(component.getName());
            if (member == null) {
                continue;
            }
            String text = words.get(component.getName());
            if (text != null && !text.isBlank() && member.get$ref() == null) {
                member.setDescription(text);
            }
            if (isAlwaysThere(component)) {
                shape.addRequiredItem(component.getName());
            }
        }
    }

    private static boolean isAlwaysThere(RecordComponent component) {
        return component.getType() != Patch.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
