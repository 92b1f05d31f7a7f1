package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.RowCount;
import dev.holdfast.platform.http.Requests;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** Writes one line a request, when its answer is complete. Never a query, a body, a token or a name. */
final class AccessLog extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger("access");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        RowCount rows = RowCount.begin();
        try {
            chain.doFilter(request, response);
        } finally {
            RowCount.end();
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new WhenComplete(() -> write(request, response, start, rows)));
            } else {
                write(request, response, start, rows);
            }
        }
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, long start, RowCount rows) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String route = request.getMethod() + " " + Objects.requireNonNullElse(pattern, "-");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        // The field itself follows: twice would be no JSON.
        MDC.remove(Arrival.LOG_FIELD);
        UUID user = Requests.known(request).map(Actor::account).orElse(null);
        log.atInfo()
                .addKeyValue(Arrival.LOG_FIELD, Requests.origin(request).requestId())
                .addKeyValue("user_id", user)
                .addKeyValue(
                        "vendor_id",
                        Requests.acting(request).map(Requests.Acting::space).orElse(null))
                .addKeyValue(
                        "role",
                        Requests.acting(request).map(Requests.Acting::role).orElse(null))
                .addKeyValue("route", route)
                .addKeyValue("status", response.getStatus())
                .addKeyValue("latency_ms", millis)
                .addKeyValue("rows_read", rows.read())
                .addKeyValue("rows_written", rows.written())
                .log("{} {} in {} ms", route, response.getStatus(), millis);
    }

    /** A stream's line is written when the stream ends. */
    private record WhenComplete(Runnable action) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            action.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
