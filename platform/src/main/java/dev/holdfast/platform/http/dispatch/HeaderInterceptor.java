package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.http.ETags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses preconditions that can't be read, on every route, whether it looks at them or not. */
final class HeaderInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        ETags.ifMatch(joined(request.getHeaders(HttpHeaders.IF_MATCH)));
        ETags.ifNoneMatch(joined(request.getHeaders(HttpHeaders.IF_NONE_MATCH)));
        return true;
    }

    private static @Nullable String joined(Enumeration<String> lines) {
        return lines.hasMoreElements() ? String.join(", ", Collections.list(lines)) : null;
    }
}
