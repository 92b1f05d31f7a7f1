package dev.holdfast.buckia.bucket.wire;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes the JSON of services: texts by name, and the rows of one array of objects. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * What an answer holds. Names of what lies inside of others are joined with dots; nulls are left out.
     *
     * @param top texts, numbers and booleans that aren't inside of the rows
     * @param rows those of each element of the array, by name
     */
    public record Answer(Map<String, String> top, List<Map<String, String>> rows) {
        /** A text, empty if there is none. */
        public String text(String name) {
            return top.getOrDefault(name, "");
        }
    }

    /**
     * Reads an answer.
     *
     * @param array name of the array whose elements are rows, dotted if it lies inside; empty if there is none
     * @throws BucketException with {@link BucketError#UNAVAILABLE} if it is no JSON
     */
    public static Answer read(byte[] bytes, String array) {
        var top = new HashMap<String, String>();
        var rows = new ArrayList<Map<String, String>>();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            object(parser, "", top, array, rows::add);
            return new Answer(top, rows);
        } catch (JacksonException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the service's answer is no JSON", e);
        }
    }

    /**
     * Reads the rows of an array that is the whole answer, each as it comes; closes the stream.
     *
     * @throws BucketException with {@link BucketError#UNAVAILABLE} if it is no such JSON or breaks off
     */
    public static void rows(InputStream in, Consumer<Map<String, String>> each) {
        try (in;
                var parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            require(parser.nextToken() == JsonToken.START_ARRAY);
            elements(parser, each);
        } catch (JacksonException | IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the service's answer is no JSON or broke off", e);
        }
    }

    /** Maps, lists, texts, numbers and booleans, on one line. */
    public static byte[] write(Object values) {
        var bytes = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(generator, values);
        }
        return bytes.toByteArray();
    }

    private static void object(
            JsonParser parser,
            String before,
            Map<String, String> into,
            String array,
            Consumer<Map<String, String>> each) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = before + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> object(parser, name + ".", into, array, each);
                case START_ARRAY -> {
                    if (!array.isEmpty() && name.equals(array)) {
                        elements(parser, each);
                    } else {
                        var unused = parser.skipChildren();
                    }
                }
                case VALUE_NULL -> {}
                default -> into.put(name, parser.getValueAsString());
            }
        }
    }

    private static void elements(JsonParser parser, Consumer<Map<String, String>> each) {
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                var row = new HashMap<String, String>();
                object(parser, "", row, "", each);
                each.accept(row);
            } else {
                require(token != null);
                var unused = parser.skipChildren();
            }
        }
    }

    private static void require(boolean expected) {
        if (!expected) {
            throw new BucketException(BucketError.UNAVAILABLE, "the service's answer isn't what it should be");
        }
    }

    private static void write(JsonGenerator generator, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((name, each) -> {
                    generator.writeName(String.valueOf(name));
                    write(generator, each);
                });
                generator.writeEndObject();
            }
            case Iterable<?> list -> {
                generator.writeStartArray();
                list.forEach(each -> write(generator, each));
                generator.writeEndArray();
            }
            case Long number -> generator.writeNumber(number);
            case Integer number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            default -> generator.writeString(value.toString());
        }
    }
}
