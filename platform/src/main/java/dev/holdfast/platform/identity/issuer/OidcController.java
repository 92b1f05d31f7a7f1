package dev.holdfast.platform.identity.issuer;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Success;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.SessionTransport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Signing in with an outside issuer, in a browser. */
@RestController
@RequestMapping("/api/auth/oidc/{name}")
final class OidcController {
    private static final int CODE_LENGTH_MAX = 2_000;
    /** Tells the page that a cookie is there to come in with. */
    private static final String SIGNED_IN = "/#/signed-in";

    private final IssuerSettings settings;
    private final OidcSignIns signIns;
    private final PendingCookie cookie;
    private final SessionTransport transport;
    private final OwnOrigin origin;
    private final SecurityEvents security;

    OidcController(
            IssuerSettings settings,
            OidcSignIns signIns,
            PendingCookie cookie,
            SessionTransport transport,
            OwnOrigin origin,
            SecurityEvents security) {
        this.settings = settings;
        this.signIns = signIns;
        this.cookie = cookie;
        this.transport = transport;
        this.origin = origin;
        this.security = security;
    }

    /** Where the issuer sends browsers back to. */
    @Component
    record OwnOrigin(PublicAddress address, Environment environment) {
        String value() {
            return address.origin(environment.getProperty("local.server.port", Integer.class, 8080));
        }
    }

    /** Sends the browser to the issuer. */
    @Problems(Code.PROVIDER_FAILED)
    @GetMapping
    @Success(302)
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<Void> begin(@PathVariable String name) {
        Issuer issuer = issuer(name);
        PendingSignIn pending = cookie.begin(issuer);
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, signIns.authorization(issuer, pending, redirectUri(issuer)))
                .header(HttpHeaders.SET_COOKIE, cookie.hold(pending))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /**
     * Takes the browser back. It goes on to the first page with its refresh token in a cookie; a client that accepts JSON
     * alone gets the session as from a login.
     */
    @Problems({Code.PROVIDER_FAILED, Code.CREDENTIALS_WRONG, Code.ALREADY_EXISTS})
    @GetMapping("/callback")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<?> finish(
            Actor actor,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String iss,
            @CookieValue(name = PendingCookie.NAME, required = false) @Nullable String held,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        Issuer issuer = issuer(name);
        PendingSignIn pending = cookie.read(held)
                .filter(begun -> begun.issuer().equals(name) && state != null && same(state, begun.state()))
                .orElse(null);
        // The issuer may say who it is, so that no other one's code is taken for its own (RFC 9207).
        if (pending == null
                || code == null
                || code.length() > CODE_LENGTH_MAX
                || (iss != null && !iss.equals(issuer.issuer()))) {
            security.note(new SecurityEvent("oidc-callback.refused", actor, null, null));
            throw new Problem(
                    Code.CREDENTIALS_WRONG,
                    "This sign-in with " + name + " was given up, took too long or began elsewhere. Sign in again.");
        }
        SessionAnswer answer = signIns.finish(issuer, pending, code, redirectUri(issuer), actor.origin());
        if ("application/json".equals(accept)) {
            return transport.answer(HttpStatus.OK, answer, false);
        }
        ResponseEntity<SessionAnswer> withCookie = transport.answer(HttpStatus.SEE_OTHER, answer, true);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .headers(headers -> headers.addAll(withCookie.getHeaders()))
                .header(HttpHeaders.SET_COOKIE, cookie.forget())
                .header(HttpHeaders.LOCATION, origin.value() + SIGNED_IN)
                .build();
    }

    private Issuer issuer(String name) {
        return settings.byName(name)
                .filter(issuer -> issuer.signIn() != null)
                .orElseThrow(() -> Problem.notFound("sign-in provider"));
    }

    private String redirectUri(Issuer issuer) {
        return origin.value() + "/api/auth/oidc/" + issuer.name() + "/callback";
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
