package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Page;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own sessions. */
@RestController
@RequestMapping("/api/auth/sessions")
final class SessionController {
    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    /** All that stand: their number is limited, so there is no next page. */
    @GetMapping
    @Access(Access.Rule.PERSON)
    Page<Session> list(Actor actor) {
        return new Page<>(sessions.list(actor), null);
    }

    /** Ends one of the sessions. */
    @DeleteMapping("/{id}")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Actor actor, @PathVariable UUID id) {
        sessions.revoke(actor, id);
    }

    /** Ends all sessions but the one that asks. */
    @DeleteMapping
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeOthers(Actor actor) {
        sessions.revokeOthers(actor);
    }
}
