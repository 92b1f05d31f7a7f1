package dev.holdfast.platform.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Answers paths under {@code /api/v1} that nobody owns by the route of the same path under {@code /api}. */
final class Alias extends OncePerRequestFilter {
    private static final String OWNED = "/api/v1/";
    private static final String SHARED = "/api/";

    private final ObjectProvider<RequestMappingHandlerMapping> mapping;
    private volatile @Nullable List<PathPattern> owned;

    /** Takes the mapping late: filters are made before the handlers are known. */
    Alias(ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.mapping = mapping;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (path.startsWith(OWNED) && !isOwned(path)) {
            chain.doFilter(new Moved(request, SHARED + path.substring(OWNED.length())), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isOwned(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return patterns().stream().anyMatch(pattern -> pattern.matches(parsed));
    }

    private List<PathPattern> patterns() {
        List<PathPattern> known = owned;
        if (known == null) {
            known = mapping.stream()
                    .flatMap(all -> all.getHandlerMethods().keySet().stream())
                    .filter(route -> route.getPathPatternsCondition() != null)
                    .flatMap(route -> route.getPathPatternsCondition().getPatterns().stream())
                    .filter(pattern -> pattern.getPatternString().startsWith(OWNED))
                    .toList();
            owned = known;
        }
        return known;
    }

    /** The same request under another path. */
    private static final class Moved extends HttpServletRequestWrapper {
        private final String path;

        Moved(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            StringBuffer url = new StringBuffer();
            return url.append(getScheme())
                    .append("://")
                    .append(getServerName())
                    .append(':')
                    .append(getServerPort())
                    .append(path);
        }
    }
}
