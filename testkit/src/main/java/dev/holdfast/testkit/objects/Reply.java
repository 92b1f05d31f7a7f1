package dev.holdfast.testkit.objects;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server answers.
 *
 * @param status HTTP's
 * @param headers all but the length
 * @param body the bytes; for HEAD, those whose length is told
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {
    /** Copies the headers. */
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** JSON. */
    public static Reply json(int status, Object document) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json"),
                document.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
