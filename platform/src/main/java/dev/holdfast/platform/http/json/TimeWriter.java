package dev.holdfast.platform.http.json;

import dev.holdfast.platform.Times;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Writes times in their one form. */
final class TimeWriter extends StdScalarSerializer<Instant> {
    TimeWriter() {
        super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializationContext context) {
        out.writeString(Times.format(time));
    }
}
