package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.SessionTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The second factor: setting it up, removing it, and signing in with it. */
@RestController
@RequestMapping("/api/auth")
final class TotpController {
    private final SecondFactors factors;
    private final SecondSteps steps;
    private final SessionTransport transport;

    TotpController(SecondFactors factors, SecondSteps steps, SessionTransport transport) {
        this.factors = factors;
        this.steps = steps;
        this.transport = transport;
    }

    /** The first code of an app. */
    record Confirmation(@Required @Nullable String code) {
        @Override
        public String toString() {
            return "Confirmation[…]";
        }
    }

    /** What proves that the second factor may go: one of the two. */
    record Removal(
            @Nullable String password, @Required @Nullable String code) {
        @Override
        public String toString() {
            return "Removal[…]";
        }
    }

    /** The second step of a sign-in. */
    record Step(
            @Required @Nullable String challenge,
            @Required @Nullable String code) {
        @Override
        public String toString() {
            return "Step[…]";
        }
    }

    /** Begins setting up a second factor: the secret for an authenticator app, shown this once. */
    @Problems(Code.ALREADY_EXISTS)
    @PostMapping("/totp")
    @Access(Access.Rule.PERSON)
    ResponseEntity<SecondFactors.Begun> begin(Actor actor) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(factors.begin(actor));
    }

    /** Turns the second factor on, proven by the app's first code. */
    @Problems({Code.CREDENTIALS_WRONG, Code.ALREADY_EXISTS})
    @PostMapping("/totp/confirm")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(Actor actor, @RequestBody Confirmation confirmation) {
        factors.confirm(actor, confirmation.code());
    }

    /** Removes the second factor, proven by the password or a code. */
    @Problems(Code.CREDENTIALS_WRONG)
    @DeleteMapping("/totp")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Actor actor, @RequestBody Removal removal) {
        factors.remove(actor, removal.password(), removal.code());
    }

    /** Ends a sign-in that asked for the second factor. */
    @Problems(Code.CREDENTIALS_WRONG)
    @PostMapping("/login/second")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<SessionAnswer> finish(
            Actor actor,
            @RequestHeader(name = SessionTransport.HEADER, required = false) @Nullable String by,
            @RequestBody Step step) {
        boolean cookie = transport.wantsCookie(by);
        return transport.answer(HttpStatus.OK, steps.finish(step.challenge(), step.code(), actor.origin()), cookie);
    }
}
