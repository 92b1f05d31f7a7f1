package dev.holdfast.documents.merge;

import dev.holdfast.documents.merge.Json.JsonArray;
import dev.holdfast.documents.merge.Json.JsonLiteral;
import dev.holdfast.documents.merge.Json.JsonObject;
import dev.holdfast.documents.merge.Json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes {@link Json}: strictly by RFC 8259, nesting up to Jackson's limit (500 deep), no key twice. */
final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern FIRST_INDENT = Pattern.compile("(\r?\n)([ \t]*)[^ \t\r\n]");

    private final StringBuilder out = new StringBuilder();
    private final String lineEnd;
    private final String indent;

    private JsonText(String lineEnd, String indent) {
        this.lineEnd = lineEnd;
        this.indent = indent;
    }

    /** Empty where the text isn't one whole JSON value. */
    static Optional<Json> parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Optional.empty();
            }
            Json value = read(parser, first);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Writes a value in the layout of {@code like}: its line ends, its indent, on one line where it has one, its last line end. */
    static String write(Json value, String like) {
        Matcher layout = FIRST_INDENT.matcher(like);
        boolean lines = layout.find();
        JsonText text = new JsonText(lines ? layout.group(1) : "", lines ? layout.group(2) : "");
        text.value(value, 1);
        String body = like.stripTrailing();
        return text.out.append(like, body.length(), like.length()).toString();
    }

    private static Json read(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    members.put(name, read(parser, parser.nextToken()));
                }
                yield new JsonObject(members);
            }
            case START_ARRAY -> {
                List<Json> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(read(parser, next));
                }
                yield new JsonArray(elements);
            }
            case VALUE_STRING -> new JsonString(parser.getString());
            default -> new JsonLiteral(parser.getString());
        };
    }

    private void value(Json value, int depth) {
        switch (value) {
            case JsonObject object -> object(object.members(), depth);
            case JsonArray array -> array(array.elements(), depth);
            case JsonString string -> string(string.value());
            case JsonLiteral literal -> out.append(literal.text());
        }
    }

    private void object(Map<String, Json> members, int depth) {
        char before = '{';
        for (Map.Entry<String, Json> member : members.entrySet()) {
            out.append(before);
            newLine(depth);
            string(member.getKey());
            out.append(lineEnd.isEmpty() ? ":" : ": ");
            value(member.getValue(), depth + 1);
            before = ',';
        }
        close(members.isEmpty(), "{}", depth);
    }

    private void array(List<Json> elements, int depth) {
        char before = '[';
        for (Json element : elements) {
            out.append(before);
            newLine(depth);
            value(element, depth + 1);
            before = ',';
        }
        close(elements.isEmpty(), "[]", depth);
    }

    private void close(boolean empty, String brackets, int depth) {
        if (empty) {
            out.append(brackets);
        } else {
            newLine(depth - 1);
            out.append(brackets.charAt(1));
        }
    }

    private void newLine(int depth) {
        if (!lineEnd.isEmpty()) {
            out.append(lineEnd).repeat(indent, depth);
        }
    }

    private void string(String value) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, out);
        out.append('"');
    }
}
