package dev.holdfast.buckia.command.output;

import java.nio.charset.StandardCharsets;

/** Writes maps, lists, texts, numbers and booleans as JSON. */
public final class Json {
    private Json() {}

    /** On one line. */
    public static String write(Object value) {
        return new String(dev.holdfast.buckia.bucket.wire.Json.write(value), StandardCharsets.UTF_8);
    }
}
