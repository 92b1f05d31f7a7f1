package dev.holdfast.platform.http.json;

import dev.holdfast.platform.http.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Tells the three cases of a merge patch's field apart: absent, null, a value. */
final class PatchReader extends StdDeserializer<Patch<?>> {
    private final @Nullable ValueDeserializer<?> values;

    PatchReader() {
        this(null);
    }

    private PatchReader(@Nullable ValueDeserializer<?> values) {
        super(Patch.class);
        this.values = values;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        JavaType patch = property == null ? context.getContextualType() : property.getType();
        return new PatchReader(context.findContextualValueDeserializer(patch.containedTypeOrUnknown(0), property));
    }

    @Override
    public Patch<?> deserialize(JsonParser parser, DeserializationContext context) {
        if (values == null) {
            throw new IllegalStateException("a Patch was read without its type");
        }
        return Patch.set(values.deserialize(parser, context));
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
        return Patch.clear();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Patch.keep();
    }
}
