package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.identity.IdentitySettings;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * How a refresh token reaches its client: in the body, or, for a browser that asks for it, as a cookie that no script can
 * read and that no other site can make the browser send.
 */
@Component
public final class SessionTransport {
    /** The request header by which a client chooses: {@code cookie}, or {@code body}, which is the default. */
    public static final String HEADER = "X-Session-Transport";
    /** The refresh token's cookie. */
    public static final String COOKIE = "__Host-holdfast-refresh";

    private final Duration lifetime;

    SessionTransport(IdentitySettings settings) {
        this.lifetime = settings.sessionLifetime();
    }

    /**
     * Whether the client wants a cookie. Throws MALFORMED for a transport that isn't known.
     *
     * @param transport the header's value; null when it wasn't sent
     */
    public boolean wantsCookie(@Nullable String transport) {
        return switch (transport == null ? "body" : transport.toLowerCase(Locale.ROOT)) {
            case "cookie" -> true;
            case "body" -> false;
            default -> throw new Problem(Code.MALFORMED, "Header " + HEADER + " must be cookie or body.");
        };
    }

    /** The answer of a route that begins or renews a session. */
    public ResponseEntity<SessionAnswer> answer(HttpStatus status, SessionAnswer answer, boolean cookie) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!cookie || answer.refreshToken() == null) {
            return response.body(answer);
        }
        return response.header(HttpHeaders.SET_COOKIE, cookie(answer.refreshToken()))
                .body(answer.withoutRefreshToken());
    }

    /** The value of {@code Set-Cookie} that gives a browser its refresh token. */
    public String cookie(String refreshToken) {
        return cookie(refreshToken, lifetime);
    }

    /** The value of {@code Set-Cookie} that takes it away. */
    String noCookie() {
        return cookie("", Duration.ZERO);
    }

    private static String cookie(String value, Duration age) {
        return ResponseCookie.from(COOKIE, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Strict")
                .maxAge(age)
                .build()
                .toString();
    }
}
