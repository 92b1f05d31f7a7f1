package dev.holdfast.platform.http;

/**
 * Somewhere else that our own pages may speak to and take pictures from, declared as a bean by the part that needs it, e.g. the
 * object store's public address.
 *
 * @param origin scheme, host and port, e.g. {@code https://objects.example.org}
 */
public record PageSource(String origin) {

    public PageSource {
        if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
            throw new IllegalArgumentException("not an origin: " + origin);
        }
    }
}
