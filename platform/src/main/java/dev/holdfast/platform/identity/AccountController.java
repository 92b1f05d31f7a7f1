package dev.holdfast.platform.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Patch;
import dev.holdfast.platform.http.openapi.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own account. */
@RestController
@RequestMapping("/api/me")
final class AccountController {
    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A merge patch: what is left out stays, null takes the name away. */
    @JsonIgnoreProperties({"id", "email", "emailVerified", "secondFactor", "admin", "createdAt"})
    record Change(Patch<String> displayName) {}

    /** The account that asks. */
    @GetMapping
    @Access(Access.Rule.ACCOUNT)
    Me me(Actor actor) {
        return accounts.me(actor);
    }

    /** Changes the name that others see. */
    @PatchMapping
    @Access(Access.Rule.PERSON)
    Me change(Actor actor, @RequestBody Change change) {
        Patch<String> name = change.displayName();
        return name.given() ? accounts.rename(actor, name.or(null)) : accounts.me(actor);
    }

    /** Deletes the account that asks. */
    @Problems(Code.SOLE_OWNER)
    @DeleteMapping
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor) {
        accounts.delete(actor);
    }
}
