package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.http.Requests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives a request its id and its origin, bounds its body, and answers with the id. */
final class Arrival extends OncePerRequestFilter {
    /** Under which name a request's id stands in log lines. */
    static final String LOG_FIELD = "req_id";

    private static final String HEADER = "X-Request-Id";
    private static final int ID_LENGTH_MAX = 64;

    private final Ids ids;
    private final ClientAddress addresses;
    private final long bodyMax;

    Arrival(Ids ids, ClientAddress addresses, long bodyMax) {
        this.ids = ids;
        this.addresses = addresses;
        this.bodyMax = bodyMax;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = id(request.getHeader(HEADER));
        String userAgent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
        Requests.arrived(request, new Origin(addresses.of(request), printable(userAgent), id));
        response.setHeader(HEADER, id);
        MDC.put(LOG_FIELD, id);
        try {
            chain.doFilter(new BoundedRequest(request, bodyMax), response);
        } finally {
            MDC.remove(LOG_FIELD);
        }
    }

    private String id(@Nullable String sent) {
        boolean sane = sent != null
                && !sent.isEmpty()
                && sent.length() <= ID_LENGTH_MAX
                && sent.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) && c < 0x80 || c == '.' || c == '_' || c == '-');
        return sane ? Objects.requireNonNull(sent) : ids.next().toString();
    }

    /** Header bytes come in as Latin-1; what isn't printable ASCII has no business in a log or a list of sessions. */
    private static String printable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f) ? text : text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
