package dev.holdfast.platform.http.json;

import dev.holdfast.platform.http.Patch;
import java.time.Instant;
import java.util.UUID;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets the one JSON mapper up: nothing unknown, nothing twice, no number where a text belongs, no text that can't be stored. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    static JsonMapperBuilderCustomizer strictJson() {
        return json -> json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .addModule(module());
    }

    private static JacksonModule module() {
        SimpleModule module = new SimpleModule("holdfast");
        module.addDeserializer(String.class, new StrictText());
        module.addKeyDeserializer(String.class, new StrictKey());
        module.addDeserializer(UUID.class, new StrictUuid());
        module.addDeserializer(Instant.class, new StrictTime());
        module.addDeserializer(Patch.class, new PatchReader());
        module.addSerializer(Instant.class, new TimeWriter());
        module.addDeserializer(JsonNode.class, tree(JsonNode.class));
        module.addDeserializer(ObjectNode.class, tree(ObjectNode.class));
        module.addDeserializer(ArrayNode.class, tree(ArrayNode.class));
        module.setDeserializerModifier(new OpenShapes());
        return module;
    }

    @SuppressWarnings("unchecked") // What reads a node type yields that node type; the wrapper passes it through.
    private static <T extends JsonNode> ValueDeserializer<T> tree(Class<T> type) {
        return (ValueDeserializer<T>) (ValueDeserializer<?>) new StrictTree(JsonNodeDeserializer.getDeserializer(type));
    }

    /** Holds what is read without a shape, as plain maps and lists, to the same rules. */
    private static final class OpenShapes extends ValueDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier type, ValueDeserializer<?> standard) {
            return type.getBeanClass() == Object.class ? new StrictTree(standard) : standard;
        }
    }
}
