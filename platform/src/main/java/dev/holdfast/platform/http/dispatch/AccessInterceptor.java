package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.http.BodyMax;
import dev.holdfast.platform.http.Requests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Finds out who calls, and refuses a call that the handler's {@link Access} rule doesn't allow. */
final class AccessInterceptor implements HandlerInterceptor {
    private static final String SCHEME = "Bearer ";
    /** What an administrator's API key needs on top of its owner's rights. */
    private static final String ADMIN_SCOPE = "admin";

    private static final int TOKEN_LENGTH_MAX = 8_192;

    private final Authentication authentication;
    private final Transactions transactions;

    AccessInterceptor(Authentication authentication, Transactions transactions) {
        this.authentication = authentication;
        this.transactions = transactions;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        Access access = method.getMethodAnnotation(Access.class);
        if (access == null) {
            return isFrameworks(method) || refuseUndeclared(method);
        }
        BodyMax bodyMax = method.getMethodAnnotation(BodyMax.class);
        if (bodyMax != null) {
            Requests.limitBody(request, bodyMax.value());
        }
        Actor actor = identify(request, access.value());
        check(actor, access);
        Requests.identified(request, actor);
        return true;
    }

    private Actor identify(HttpServletRequest request, Access.Rule rule) {
        Origin origin = Requests.origin(request);
        String header = request.getHeader("Authorization");
        if (header == null) {
            return Actor.anonymous(origin);
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || header.length() > TOKEN_LENGTH_MAX) {
            if (rule == Access.Rule.PUBLIC) {
                return Actor.anonymous(origin);
            }
            throw new Problem(Code.UNAUTHENTICATED, "Send the access token as 'Authorization: Bearer …'.");
        }
        if (rule != Access.Rule.PUBLIC && Requests.known(request).isPresent()) {
            return Requests.actor(request);
        }
        if (rule == Access.Rule.PUBLIC) {
            // A public route answers alike with a token that has expired: signing in again must always be possible.
            return Actor.anonymous(origin);
        }
        return authentication.authenticate(header.substring(SCHEME.length()).trim(), origin);
    }

    private void check(Actor actor, Access access) {
        if (access.value() == Access.Rule.PUBLIC) {
            return;
        }
        actor.requireAccount();
        if (!access.scope().isEmpty() && !actor.allows(access.scope())) {
            throw new Problem(Code.FORBIDDEN, "This credential lacks the scope " + access.scope() + ".");
        }
        if (access.value() == Access.Rule.PERSON && actor.kind() != Actor.Kind.SESSION) {
            throw new Problem(
                    Code.FORBIDDEN, "Only a person who signed in may do this, not an API key or an outside token.");
        }
        if (access.value() == Access.Rule.ADMIN && !actor.allows(ADMIN_SCOPE)) {
            throw new Problem(Code.FORBIDDEN, "This credential lacks the scope " + ADMIN_SCOPE + ".");
        }
        if (access.value() == Access.Rule.ADMIN && !transactions.read(actor, Tx::admin)) {
            throw new Problem(Code.FORBIDDEN, "Only an administrator of the platform may do this.");
        }
    }

    private static boolean isFrameworks(HandlerMethod method) {
        return !method.getBeanType().getName().startsWith("dev.holdfast.");
    }

    private static boolean refuseUndeclared(HandlerMethod method) {
        throw new IllegalStateException(method + " declares no @Access rule");
    }
}
