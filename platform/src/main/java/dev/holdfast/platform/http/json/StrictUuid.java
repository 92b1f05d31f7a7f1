package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Texts;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads ids: the 36 characters of RFC 9562, nothing shorter, no Base64. */
final class StrictUuid extends StdScalarDeserializer<UUID> {
    StrictUuid() {
        super(UUID.class);
    }

    @Override
    public UUID deserialize(JsonParser parser, DeserializationContext context) {
        UUID id = parser.hasToken(JsonToken.VALUE_STRING) ? Texts.uuid(parser.getString()) : null;
        if (id == null) {
            throw new BrokenRule(parser, "must be a UUID like 01890a5d-ac96-774b-bcce-b302099a8057");
        }
        return id;
    }
}
