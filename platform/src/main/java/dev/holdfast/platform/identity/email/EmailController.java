package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Asking for mailed links, and what they lead to. */
@RestController
@RequestMapping("/api/auth")
final class EmailController {
    private final Verifications verifications;
    private final EmailChanges changes;
    private final PasswordResets resets;

    EmailController(Verifications verifications, EmailChanges changes, PasswordResets resets) {
        this.verifications = verifications;
        this.changes = changes;
        this.resets = resets;
    }

    /** What a mailed link carries. */
    record Token(@Required @Nullable String token) {
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** An address that somebody names. */
    record Address(@Required @Nullable String email) {}

    /** A mailed token, and the password that it sets. */
    record Reset(
            @Required @Nullable String token,
            @Required @Nullable String password) {
        @Override
        public String toString() {
            return "Reset[…]";
        }
    }

    /** Verifies an address with the token that was mailed to it. */
    @PostMapping("/verify-email")
    @Access(Access.Rule.PUBLIC)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void verify(Actor actor, @RequestBody Token token) {
        verifications.verify(token.token(), actor.origin());
    }

    /** Mails the link again that verifies one's address. */
    @Problems(Code.CONFLICT)
    @PostMapping("/verify-email/send")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.ACCEPTED)
    void send(Actor actor) {
        verifications.send(actor);
    }

    /** Asks for another address, which holds once it is verified. */
    @Problems(Code.CONFLICT)
    @PostMapping("/email/change")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.ACCEPTED)
    void change(Actor actor, @RequestBody Address address) {
        changes.ask(actor, address.email());
    }

    /** Mails a link that sets another password, if there is such an account. */
    @PostMapping("/password/forgot")
    @Access(Access.Rule.PUBLIC)
    @ResponseStatus(HttpStatus.ACCEPTED)
    void forgot(Actor actor, @RequestBody Address address) {
        resets.forgot(address.email(), actor.origin());
    }

    /** Sets another password with a mailed token, and ends all sessions. */
    @PostMapping("/password/reset")
    @Access(Access.Rule.PUBLIC)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(Actor actor, @RequestBody Reset reset) {
        resets.reset(reset.token(), reset.password(), actor.origin());
    }
}
