package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.type.LogicalType;

/** Reads texts, and refuses those that PostgreSQL couldn't store or that aren't Unicode. */
final class StrictText extends StdScalarDeserializer<String> {
    StrictText() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new BrokenRule(parser, "must be a text");
        }
        String text = parser.getString();
        String fault = Texts.fault(text);
        if (fault != null) {
            throw new BrokenRule(parser, fault);
        }
        return text;
    }

    @Override
    public LogicalType logicalType() {
        return LogicalType.Textual;
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return null;
    }
}
