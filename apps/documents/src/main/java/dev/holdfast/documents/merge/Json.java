package dev.holdfast.documents.merge;

import java.util.List;
import java.util.Map;

/** A JSON value that keeps its numbers as they were written. */
sealed interface Json {

    /** Members in the order in which they were written. */
    record JsonObject(Map<String, Json> members) implements Json {}

    /** Elements of an array. */
    record JsonArray(List<Json> elements) implements Json {}

    /** A string, unescaped. */
    record JsonString(String value) implements Json {}

    /** A number, {@code true}, {@code false} or {@code null}, as written. */
    record JsonLiteral(String text) implements Json {}
}
