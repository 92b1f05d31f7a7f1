package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Success;
import dev.holdfast.platform.secrets.OpaqueToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Renewing a session, and signing out. */
@RestController
@RequestMapping("/api/auth")
final class RefreshController {
    private static final String CSRF_HEADER = "X-Requested-With";
    private static final String IDEMPOTENCY_HEADER = "Idempotency-Key";
    private static final int IDEMPOTENCY_KEY_LENGTH_MAX = 255;

    private final Refreshing refreshing;
    private final SessionTransport transport;

    RefreshController(Refreshing refreshing, SessionTransport transport) {
        this.refreshing = refreshing;
        this.transport = transport;
    }

    /** A refresh token that doesn't travel as a cookie. */
    record Held(@Nullable String refreshToken) {
        @Override
        public String toString() {
            return "Held[…]";
        }
    }

    /** Changes a refresh token for a new pair of tokens. A token that was used before ends its session. */
    @Problems({Code.UNAUTHENTICATED, Code.TOKEN_REUSED})
    @PostMapping("/refresh")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<SessionAnswer> refresh(
            Actor actor,
            @RequestHeader(name = IDEMPOTENCY_HEADER, required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = CSRF_HEADER, required = false) @Nullable String requestedWith,
            @CookieValue(name = SessionTransport.COOKIE, required = false) @Nullable String cookie,
            @RequestBody(required = false) @Nullable Held held) {
        OpaqueToken token = token(held, cookie, requestedWith);
        SessionAnswer answer = refreshing.refresh(token, checked(idempotencyKey), actor.origin());
        return transport.answer(HttpStatus.OK, answer, isCookie(held));
    }

    /** Ends the session of a refresh token. */
    @PostMapping("/logout")
    @Success(204)
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<Void> logout(
            @RequestHeader(name = CSRF_HEADER, required = false) @Nullable String requestedWith,
            @CookieValue(name = SessionTransport.COOKIE, required = false) @Nullable String cookie,
            @RequestBody(required = false) @Nullable Held held) {
        refreshing.logout(token(held, cookie, requestedWith));
        ResponseEntity.HeadersBuilder<?> response = ResponseEntity.noContent();
        return isCookie(held)
                ? response.header(HttpHeaders.SET_COOKIE, transport.noCookie()).build()
                : response.build();
    }

    private static boolean isCookie(@Nullable Held held) {
        return held == null || held.refreshToken() == null;
    }

    private static OpaqueToken token(@Nullable Held held, @Nullable String cookie, @Nullable String requestedWith) {
        if (isCookie(held) && cookie != null) {
            if (requestedWith == null) {
                // A header that no form of another site can send, beside SameSite for browsers that don't know it.
                throw new Problem(Code.FORBIDDEN, "A refresh token in a cookie needs the header " + CSRF_HEADER + ".");
            }
            return new OpaqueToken(cookie);
        }
        Fields fields = new Fields();
        String value = fields.text("refreshToken", held == null ? null : held.refreshToken(), OpaqueToken.LENGTH_MAX);
        fields.orThrow();
        return new OpaqueToken(value);
    }

    private static @Nullable String checked(@Nullable String idempotencyKey) {
        if (idempotencyKey != null
                && (idempotencyKey.isEmpty()
                        || idempotencyKey.length() > IDEMPOTENCY_KEY_LENGTH_MAX
                        || !idempotencyKey.chars().allMatch(c -> c >= 0x20 && c < 0x7f))) {
            throw new Problem(
                    Code.MALFORMED,
                    "Header " + IDEMPOTENCY_HEADER + " must be 1 to " + IDEMPOTENCY_KEY_LENGTH_MAX
                            + " printable ASCII characters.");
        }
        return idempotencyKey;
    }
}
