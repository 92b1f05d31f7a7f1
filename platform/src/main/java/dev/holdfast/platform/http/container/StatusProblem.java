package dev.holdfast.platform.http.container;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;

/** The problem for a bare status that the container, and no code of ours, refused a request with. */
final class StatusProblem {
    private StatusProblem() {}

    /** Never tells what the container says about it: that may hold parts of the request, or internals. */
    static Problem of(int status) {
        return switch (status) {
            case 401 -> new Problem(Code.UNAUTHENTICATED, "Sign in first.");
            case 403 -> new Problem(Code.FORBIDDEN, "This isn't allowed.");
            case 404 -> new Problem(Code.NOT_FOUND, "There is nothing here.");
            case 405, 501 ->
                new Problem(Code.METHOD_NOT_ALLOWED, "This method isn't allowed here.")
                        .withHeader("Allow", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE");
            case 406 -> new Problem(Code.NOT_ACCEPTABLE, "There is no representation that is accepted.");
            case 413 -> new Problem(Code.TOO_LARGE, "The request is too large.");
            case 415 -> new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "This media type isn't taken here.");
            case 414, 431 ->
                new Problem(Code.HEADERS_TOO_LARGE, "The request line and the header fields are too large together.");
            case 503 ->
                new Problem(Code.UNAVAILABLE, "The server is starting or stopping. Try again shortly.")
                        .withHeader("Retry-After", "2");
            default ->
                status >= 400 && status < 500
                        ? new Problem(Code.MALFORMED, "The request can't be read.")
                        : new Problem(Code.INTERNAL, "This is our fault.");
        };
    }
}
