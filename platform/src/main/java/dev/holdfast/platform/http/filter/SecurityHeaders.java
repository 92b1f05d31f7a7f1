package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.http.PageSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells browsers what our pages may do: nothing but what they need. */
final class SecurityHeaders extends OncePerRequestFilter {
    /** Where a browser sends prompts itself when a person uses an AI key of their own. */
    private static final String AI_PROVIDERS =
            "https://api.openai.com https://api.anthropic.com https://generativelanguage.googleapis.com";

    private static final String PERMISSIONS = "camera=(self), clipboard-read=(self), clipboard-write=(self), "
            + "publickey-credentials-create=(self), publickey-credentials-get=(self), fullscreen=(self), "
            + "display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=(), serial=()";

    private final Map<String, String> headers = new LinkedHashMap<>();

    SecurityHeaders(List<PageSource> sources, boolean secure) {
        String others = sources.stream()
                .map(source -> " " + source.origin())
                .sorted()
                .distinct()
                .collect(Collectors.joining());
        headers.put("Content-Security-Policy", policy(others));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Permissions-Policy", PERMISSIONS);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        headers.forEach(response::setHeader);
        chain.doFilter(request, response);
    }

    private static String policy(String others) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
                + "img-src 'self' data: blob:" + others + "; media-src 'self' blob:" + others + "; "
                + "connect-src 'self' " + AI_PROVIDERS + others + "; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}
