package dev.holdfast.buckia;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A file of {@code docs/formats/vectors}: a name and a value on each line, bytes in hexadecimal. */
public final class Vectors {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Vectors(String name) throws IOException {
        var file = Path.of(System.getProperty("holdfast.root"))
                .resolve("docs/formats/vectors")
                .resolve(name + ".txt");
        for (var line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                int equals = line.indexOf(" = ");
                var before = values.put(line.substring(0, equals), line.substring(equals + 3));
                if (before != null) {
                    throw new IOException(file + " says twice: " + line);
                }
            }
        }
    }

    /** Those of {@code docs/formats/NAME.md}. */
    public static Vectors of(String name) {
        try {
            return new Vectors(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as it stands there. */
    public String text(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no vector is called " + name);
        }
        return value;
    }

    /** A value's bytes. */
    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    /** The values whose names are the prefix and one word more, by that word, in the file's order. */
    public Map<String, String> all(String prefix) {
        var found = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no vector begins with " + prefix);
        }
        return found;
    }

    /** The parts of a value that stand between bars. */
    public static List<String> parts(String value) {
        return Arrays.stream(value.split("\\|", -1)).map(String::strip).toList();
    }

    /** An object of a head and a content, which is deflated. */
    public static byte[] deflated(String head, byte[] content) throws IOException {
        var object = new ByteArrayOutputStream();
        object.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        try (var out = new DeflaterOutputStream(object)) {
            out.write(content);
        }
        return object.toByteArray();
    }

    /** The content of such an object. */
    public static byte[] inflated(byte[] object, int headLength) throws IOException {
        try (var in =
                new InflaterInputStream(new ByteArrayInputStream(object, headLength, object.length - headLength))) {
            return in.readAllBytes();
        }
    }
}
