package dev.holdfast.platform.identity.passkey;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.SessionTransport;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Signing up and in with passkeys, and one's own passkeys. */
@RestController
@RequestMapping("/api/auth/passkeys")
final class PasskeyController {
    private final PasskeySignUps signUps;
    private final PasskeyLogins logins;
    private final Passkeys passkeys;
    private final SessionTransport transport;

    PasskeyController(PasskeySignUps signUps, PasskeyLogins logins, Passkeys passkeys, SessionTransport transport) {
        this.signUps = signUps;
        this.logins = logins;
        this.passkeys = passkeys;
        this.transport = transport;
    }

    /** Who wants in for the first time. */
    record Newcomer(@Nullable String email, @Nullable String displayName) {}

    /** Nothing is asked of who wants in again: the authenticator knows whose passkey it is. */
    record Nothing() {}

    /** What the browser answers. */
    @JsonIgnoreProperties({"id", "createdAt", "lastUsedAt", "backedUp"})
    record Finish(
            @Required @Nullable String ceremonyId,
            @Required @Nullable JsonNode credential,
            @Nullable String name) {}

    /** A merge patch. */
    @JsonIgnoreProperties({"id", "createdAt", "lastUsedAt", "backedUp"})
    record Patch(@Nullable String name) {}

    /**
     * A session, and what opens the account when the passkey is lost.
     *
     * @param recoveryCodes shown this once; left out when the account has an e-mail address
     */
    record Joined(
            String accessToken,
            @Nullable String refreshToken,
            long expiresIn,
            SessionAnswer.User user,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "Joined[" + user.id() + "]";
        }
    }

    /** Begins an account with a passkey: what the browser makes it with. */
    @Problems(Code.CONFLICT)
    @PostMapping("/signup/options")
    @Access(Access.Rule.PUBLIC)
    PasskeyOptions<PasskeyOptions.Creation> beginSignUp(
            Actor actor, @RequestBody(required = false) @Nullable Newcomer who) {
        return signUps.begin(who == null ? null : who.email(), who == null ? null : who.displayName(), actor.origin());
    }

    /** Makes an account with the passkey that the browser made, and signs it in. */
    @Problems(Code.ALREADY_EXISTS)
    @PostMapping("/signup")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<Joined> signUp(
            Actor actor,
            @RequestHeader(name = SessionTransport.HEADER, required = false) @Nullable String by,
            @RequestBody Finish finish) {
        boolean cookie = transport.wantsCookie(by);
        PasskeySignUps.Joined joined =
                signUps.finish(finish.ceremonyId(), finish.credential(), finish.name(), actor.origin());
        // The transport sets the cookie; the body has a member more than other sessions'.
        ResponseEntity<SessionAnswer> plain = transport.answer(HttpStatus.CREATED, joined.session(), cookie);
        SessionAnswer session = joined.session();
        return ResponseEntity.status(HttpStatus.CREATED)
                .headers(headers -> headers.addAll(plain.getHeaders()))
                .body(new Joined(
                        session.accessToken(),
                        cookie ? null : session.refreshToken(),
                        session.expiresIn(),
                        session.user(),
                        joined.codes()));
    }

    /** Begins signing in with a passkey: what the browser signs. */
    @Problems(Code.CONFLICT)
    @PostMapping("/login/options")
    @Access(Access.Rule.PUBLIC)
    PasskeyOptions<PasskeyOptions.Request> beginLogin(@RequestBody(required = false) @Nullable Nothing nothing) {
        return logins.begin();
    }

    /** Signs in with what a passkey signed. */
    @Problems(Code.CREDENTIALS_WRONG)
    @PostMapping("/login")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<SessionAnswer> login(
            Actor actor,
            @RequestHeader(name = SessionTransport.HEADER, required = false) @Nullable String by,
            @RequestBody Finish finish) {
        boolean cookie = transport.wantsCookie(by);
        return transport.answer(
                HttpStatus.OK, logins.finish(finish.ceremonyId(), finish.credential(), actor.origin()), cookie);
    }

    /** Begins adding a passkey to one's account. */
    @Problems(Code.CONFLICT)
    @PostMapping("/register/options")
    @Access(Access.Rule.PERSON)
    PasskeyOptions<PasskeyOptions.Creation> beginRegistration(
            Actor actor, @RequestBody(required = false) @Nullable Nothing nothing) {
        return passkeys.begin(actor);
    }

    /** Adds the passkey that the browser made. */
    @Problems({Code.ALREADY_EXISTS, Code.CONFLICT})
    @PostMapping("/register")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.CREATED)
    Passkey register(Actor actor, @RequestBody Finish finish) {
        return passkeys.add(actor, finish.ceremonyId(), finish.credential(), finish.name());
    }

    /** All passkeys: their number is limited, so there is no next page. */
    @GetMapping
    @Access(Access.Rule.PERSON)
    Page<Passkey> list(Actor actor) {
        return new Page<>(passkeys.list(actor), null);
    }

    /** Gives a passkey another name. */
    @PatchMapping("/{id}")
    @Access(Access.Rule.PERSON)
    Passkey rename(Actor actor, @PathVariable UUID id, @RequestBody Patch patch) {
        return passkeys.rename(actor, id, patch.name());
    }

    /** Removes a passkey, but never the last way in. */
    @Problems(Code.LAST_CREDENTIAL)
    @DeleteMapping("/{id}")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Actor actor, @PathVariable UUID id) {
        passkeys.remove(actor, id);
    }
}
