package dev.holdfast.platform.identity.signin;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.SessionTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing up and in with a password, and changing it. */
@RestController
@RequestMapping("/api/auth")
final class SignInController {
    private final SignUps signUps;
    private final Logins logins;
    private final PasswordChanges passwordChanges;
    private final SessionTransport transport;

    SignInController(SignUps signUps, Logins logins, PasswordChanges passwordChanges, SessionTransport transport) {
        this.signUps = signUps;
        this.logins = logins;
        this.passwordChanges = passwordChanges;
        this.transport = transport;
    }

    /** Who wants in for the first time. */
    record SignUp(
            @Required @Nullable String email,
            @Required @Nullable String password,
            @Nullable String displayName) {
        @Override
        public String toString() {
            return "SignUp[…]";
        }
    }

    /** Who wants in again. */
    record Login(
            @Required @Nullable String email,
            @Required @Nullable String password) {
        @Override
        public String toString() {
            return "Login[…]";
        }
    }

    /** Who wants another password. */
    record Change(
            @Required @Nullable String current,
            @Required @Nullable String password) {
        @Override
        public String toString() {
            return "Change[…]";
        }
    }

    /** Makes an account with a password, and signs it in. */
    @Problems(Code.ALREADY_EXISTS)
    @PostMapping("/signup")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<SessionAnswer> signUp(
            Actor actor,
            @RequestHeader(name = SessionTransport.HEADER, required = false) @Nullable String by,
            @RequestBody SignUp who) {
        boolean cookie = transport.wantsCookie(by);
        SessionAnswer answer = signUps.signUp(who.email(), who.password(), who.displayName(), actor.origin());
        return transport.answer(HttpStatus.CREATED, answer, cookie);
    }

    /** Signs in with a password. */
    @Problems({Code.CREDENTIALS_WRONG, Code.SECOND_FACTOR_REQUIRED})
    @PostMapping("/login")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<SessionAnswer> login(
            Actor actor,
            @RequestHeader(name = SessionTransport.HEADER, required = false) @Nullable String by,
            @RequestBody Login who) {
        boolean cookie = transport.wantsCookie(by);
        return transport.answer(HttpStatus.OK, logins.login(who.email(), who.password(), actor.origin()), cookie);
    }

    /** Sets another password and ends all other sessions. */
    @Problems(Code.CREDENTIALS_WRONG)
    @PostMapping("/password/change")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(Actor actor, @RequestBody Change change) {
        passwordChanges.change(actor, change.current(), change.password());
    }
}
