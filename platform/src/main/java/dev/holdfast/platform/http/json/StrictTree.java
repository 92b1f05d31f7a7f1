package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Texts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Reads values of an open shape, and holds every text and key in them to the rules for texts. */
final class StrictTree extends DelegatingDeserializer {
    StrictTree(ValueDeserializer<?> delegate) {
        super(delegate);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> newDelegate) {
        return new StrictTree(newDelegate);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        Object value = super.deserialize(parser, context);
        check(parser, value);
        return value;
    }

    /** Nesting is bounded by the reader, so this recursion is. */
    private static void check(JsonParser parser, @Nullable Object value) {
        switch (value) {
            case String text -> refuseFault(parser, text);
            case JsonNode node when node.isString() -> refuseFault(parser, node.stringValue());
            case JsonNode node
            when node.isObject() ->
                node.properties().forEach(property -> {
                    refuseFault(parser, property.getKey());
                    check(parser, property.getValue());
                });
            case JsonNode node when node.isArray() -> node.forEach(item -> check(parser, item));
            case Map<?, ?> map ->
                map.forEach((key, item) -> {
                    check(parser, key);
                    check(parser, item);
                });
            case Iterable<?> items when !(items instanceof JsonNode) -> items.forEach(item -> check(parser, item));
            case null, default -> {}
        }
    }

    private static void refuseFault(JsonParser parser, String text) {
        String fault = Texts.fault(text);
        if (fault != null) {
            throw new BrokenRule(parser, fault);
        }
    }
}
