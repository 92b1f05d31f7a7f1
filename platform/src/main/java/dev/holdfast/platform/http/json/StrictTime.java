package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Times;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads times with any offset; never from a number. */
final class StrictTime extends StdScalarDeserializer<Instant> {
    StrictTime() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            try {
                return Times.read(parser.getString());
            } catch (DateTimeException e) {
                // Said below, in the words for whatever isn't a time.
            }
        }
        throw new BrokenRule(parser, "must be a time like 2026-01-31T08:00:00.000Z, in the years 0001 to 9999");
    }
}
