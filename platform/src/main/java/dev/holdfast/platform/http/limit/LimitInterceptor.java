package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.http.Requests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Counts every call of a route that doesn't say otherwise: against its account, or its address while nobody is signed in. */
final class LimitInterceptor implements HandlerInterceptor {
    static final String ACCOUNT = "account";
    static final String ADDRESS = "address";

    private final RateLimits limits;

    LimitInterceptor(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Access access = method.getMethodAnnotation(Access.class);
            if (access != null && access.limited()) {
                count(Requests.actor(request));
            }
        }
        return true;
    }

    private void count(Actor actor) {
        if (actor.account() != null) {
            limits.take(ACCOUNT, actor.account().toString());
        } else {
            limits.take(ADDRESS, actor.origin().network());
        }
    }
}
