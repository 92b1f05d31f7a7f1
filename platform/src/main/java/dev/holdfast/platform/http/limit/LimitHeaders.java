package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.http.RateLimit;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Tells a client how much it may still do: by the limit that is nearest to refusing it. */
final class LimitHeaders {
    private static final String REMAINING = "RateLimit-Remaining";

    private LimitHeaders() {}

    /** Puts the headers on the answer of the request at hand; does nothing outside of a request. */
    static void show(RateLimit limit, long remaining, long resetSeconds) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)) {
            return;
        }
        HttpServletResponse response = request.getResponse();
        if (response == null || response.isCommitted()) {
            return;
        }
        String shown = response.getHeader(REMAINING);
        if (shown == null || Long.parseLong(shown) > remaining) {
            response.setHeader("RateLimit-Limit", Integer.toString(limit.calls()));
            response.setHeader(REMAINING, Long.toString(remaining));
            response.setHeader("RateLimit-Reset", Long.toString(resetSeconds));
        }
    }
}
