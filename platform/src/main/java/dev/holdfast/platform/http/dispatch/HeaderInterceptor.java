package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.ETags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses preconditions that can't be read, on every route, whether it looks at them or not, and a page asked for twice. */
final class HeaderInterceptor implements HandlerInterceptor {

    /** What says which page of a list is wanted; given twice it would be taken for one wrong value. */
    private static final List<String> ONCE = List.of("limit", "cursor");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        ETags.ifMatch(joined(request.getHeaders(HttpHeaders.IF_MATCH)));
        ETags.ifNoneMatch(joined(request.getHeaders(HttpHeaders.IF_NONE_MATCH)));
        if (request.getMethod().equals("GET")) {
            ONCE.forEach(name -> requireOnce(request, name));
        }
        return true;
    }

    private static void requireOnce(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw new Problem(
                    Code.MALFORMED, "Parameter " + name + " is given " + values.length + " times; give it once.");
        }
    }

    private static @Nullable String joined(Enumeration<String> lines) {
        return lines.hasMoreElements() ? String.join(", ", Collections.list(lines)) : null;
    }
}
