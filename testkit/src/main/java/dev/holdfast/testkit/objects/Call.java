package dev.holdfast.testkit.objects;

import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param method HTTP's or the service's own
 * @param path as it was sent, still encoded
 * @param query as it was sent, or empty
 * @param headers by name in any case
 * @param body all of it
 */
public record Call(String method, String path, String query, Headers headers, byte[] body) {

    /** The first header of this name, or null. */
    public @Nullable String header(String name) {
        return headers.getFirst(name);
    }

    /** Method and path, for faults and for messages. */
    public String line() {
        return method + " " + path;
    }

    /** A part of a path as it was meant: a plus is a plus. */
    public static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
