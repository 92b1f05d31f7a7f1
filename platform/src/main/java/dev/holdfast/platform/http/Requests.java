package dev.holdfast.platform.http;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;
import jakarta.servlet.http.HttpServletRequest;

/** What the filters found out about a request, for those behind them. */
public final class Requests {
    static final String ACTOR = "holdfast.actor";
    static final String ORIGIN = "holdfast.origin";

    private Requests() {}

    /** Where the request came from. */
    public static Origin origin(HttpServletRequest request) {
        Object origin = request.getAttribute(ORIGIN);
        return origin instanceof Origin known ? known : new Origin(request.getRemoteAddr(), "", "");
    }

    /** Who sent the request; anonymous when it carried no credential. */
    public static Actor actor(HttpServletRequest request) {
        Object actor = request.getAttribute(ACTOR);
        return actor instanceof Actor known ? known : Actor.anonymous(origin(request));
    }
}
