package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.ProblemBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Answers other sites' pages as the settings say, without cookies; ours alone when they say nothing. */
final class Cors {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final List<String> EXPOSED = List.of(
            "ETag",
            "Location",
            "Retry-After",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "X-Request-Id",
            "Idempotency-Replayed",
            "Content-Disposition");
    private static final Duration PREFLIGHT_KEPT = Duration.ofHours(1);

    private Cors() {}

    /** The filter that lets the named origins in. */
    static CorsFilter filter(List<String> origins) {
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(origins);
        rules.setAllowedMethods(METHODS);
        rules.setAllowedHeaders(List.of("*"));
        rules.setExposedHeaders(EXPOSED);
        rules.setAllowCredentials(false);
        rules.setMaxAge(PREFLIGHT_KEPT);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", rules);
        CorsFilter filter = new CorsFilter(source);
        filter.setCorsProcessor(new Processor());
        return filter;
    }

    /**
     * Refuses a preflight of another origin with a problem. A plain request of another origin goes on without CORS headers, so
     * that the browser keeps the answer from the page: programs that send an {@code Origin} aren't browsers.
     */
    private static final class Processor extends DefaultCorsProcessor {
        @Override
        public boolean processRequest(
                @Nullable CorsConfiguration rules, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            String origin = request.getHeader("Origin");
            if (rules == null || !CorsUtils.isCorsRequest(request) || rules.checkOrigin(origin) != null) {
                return super.processRequest(rules, request, response);
            }
            if (!CorsUtils.isPreFlightRequest(request)) {
                response.addHeader("Vary", "Origin");
                return true;
            }
            Problem problem = new Problem(
                    Code.FORBIDDEN, "This origin isn't among those of the setting holdfast.http.allowed-origins.");
            ProblemBody.write(problem, request.getRequestURI(), response);
            return false;
        }
    }
}
