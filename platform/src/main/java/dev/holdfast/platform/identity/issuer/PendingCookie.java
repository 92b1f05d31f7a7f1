package dev.holdfast.platform.identity.issuer;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.secrets.OpaqueToken;
import dev.holdfast.platform.secrets.Sealer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cookie that holds a pending sign-in, sealed. It lives for ten minutes, and only while somebody signs in with an outside
 * issuer; it is Lax because the browser comes back from another site.
 */
@Component
final class PendingCookie {
    static final String NAME = "__Host-holdfast-oidc";

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int LENGTH_MAX = 4_000;
    private static final String CONTEXT = "oidc-sign-in";

    private final Sealer sealer;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    PendingCookie(Sealer sealer, JsonMapper json, Ids ids, InstantSource clock) {
        this.sealer = sealer;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new sign-in with an issuer. */
    PendingSignIn begin(Issuer issuer) {
        return new PendingSignIn(
                issuer.name(),
                OpaqueToken.random(ids).value(),
                OpaqueToken.random(ids).value(),
                OpaqueToken.random(ids).value(),
                clock.instant().plus(LIFETIME));
    }

    /** The value of {@code Set-Cookie} that has the browser hold it. */
    String hold(PendingSignIn pending) {
        byte[] sealed = sealer.seal(json.writeValueAsBytes(pending), CONTEXT);
        return cookie(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), LIFETIME);
    }

    /** The value of {@code Set-Cookie} that has the browser forget it. */
    String forget() {
        return cookie("", Duration.ZERO);
    }

    /** What a browser held; nothing when it is too old, or not ours. */
    Optional<PendingSignIn> read(@Nullable String value) {
        if (value == null || value.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            byte[] plain = sealer.open(Base64.getUrlDecoder().decode(value), CONTEXT);
            return Optional.of(json.readValue(plain, PendingSignIn.class))
                    .filter(pending -> clock.instant().isBefore(pending.expiresAt()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static String cookie(String value, Duration age) {
        return ResponseCookie.from(NAME, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .maxAge(age)
                .build()
                .toString();
    }
}
