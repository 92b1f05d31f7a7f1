package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.http.Requests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Counts every call of a route that doesn't say otherwise: against its account, or its address while nobody is signed in. */
final class LimitInterceptor implements HandlerInterceptor {
    static final String ACCOUNT = "account";
    static final String ADDRESS = "address";

    private static final int NETWORK_BYTES = 8;

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
            limits.take(ADDRESS, network(actor.origin().address()));
        }
    }

    /** An IPv6 host commands its whole /64, so that is what counts. */
    static String network(String address) {
        if (!address.isEmpty() && InetAddress.ofLiteral(address) instanceof Inet6Address v6) {
            return HexFormat.of().formatHex(v6.getAddress(), 0, NETWORK_BYTES) + "/64";
        }
        return address;
    }
}
