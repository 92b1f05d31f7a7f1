package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.ProblemBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths and queries that can't be read in one way alone, before anything maps them to a route, and bodies in a coding;
 * and answers with a problem what filters behind it refuse.
 */
final class RefusedRequests extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            checkPath(request.getRequestURI());
            checkQuery(request.getQueryString());
            checkCoding(request.getHeader("Content-Encoding"));
            chain.doFilter(request, response);
        } catch (Problem problem) {
            ProblemBody.write(problem, request.getRequestURI(), response);
        }
    }

    private static void checkPath(String path) {
        String decoded = decode(path, "path");
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw malformed("The path holds a control character.");
        }
        if (decoded.indexOf(';') >= 0 || decoded.indexOf('\\') >= 0) {
            throw malformed("The path holds a character that no path here has.");
        }
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw malformed("The path holds a segment that points elsewhere.");
            }
        }
    }

    private static void checkQuery(@Nullable String query) {
        if (query != null && decode(query, "query").indexOf('\0') >= 0) {
            throw malformed("The query holds U+0000.");
        }
    }

    private static void checkCoding(@Nullable String coding) {
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            throw new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without Content-Encoding.")
                    .withHeader("Accept-Encoding", "identity");
        }
    }

    /** Undoes percent-encoding strictly. */
    private static String decode(String text, String part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f) {
                throw malformed("The " + part + " holds a character that must be percent-encoded.");
            }
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw malformed("The " + part + " holds a broken percent-encoding.");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The " + part + " isn't UTF-8.");
        }
    }

    private static Problem malformed(String detail) {
        return new Problem(Code.MALFORMED, detail);
    }
}
