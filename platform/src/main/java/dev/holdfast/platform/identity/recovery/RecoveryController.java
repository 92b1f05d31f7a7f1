package dev.holdfast.platform.identity.recovery;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.SessionTransport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Making recovery codes, and using one. */
@RestController
@RequestMapping("/api/auth")
final class RecoveryController {
    private final RecoveryCodes codes;
    private final Recoveries recoveries;
    private final SessionTransport transport;

    RecoveryController(RecoveryCodes codes, Recoveries recoveries, SessionTransport transport) {
        this.codes = codes;
        this.recoveries = recoveries;
        this.transport = transport;
    }

    /** The codes, shown this once. */
    record Codes(List<String> codes) {
        @Override
        public String toString() {
            return "Codes[…]";
        }
    }

    /** Who lost every other way in. */
    record Recovery(
            @Nullable String email,
            @Nullable String accountId,
            @Required @Nullable String code) {
        @Override
        public String toString() {
            return "Recovery[…]";
        }
    }

    /** Makes new recovery codes, shown this once; the old ones no longer work. */
    @PostMapping("/recovery-codes")
    @Access(Access.Rule.PERSON)
    ResponseEntity<Codes> replace(Actor actor) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(new Codes(codes.replace(actor)));
    }

    /** Signs in with a recovery code. */
    @Problems(Code.CREDENTIALS_WRONG)
    @PostMapping("/recover")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<SessionAnswer> recover(
            Actor actor,
            @RequestHeader(name = SessionTransport.HEADER, required = false) @Nullable String by,
            @RequestBody Recovery recovery) {
        boolean cookie = transport.wantsCookie(by);
        SessionAnswer answer =
                recoveries.recover(recovery.email(), recovery.accountId(), recovery.code(), actor.origin());
        return transport.answer(HttpStatus.OK, answer, cookie);
    }
}
