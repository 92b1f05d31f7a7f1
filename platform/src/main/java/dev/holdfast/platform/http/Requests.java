package dev.holdfast.platform.http;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;

/** What the filters found out about a request, for those behind them. */
public final class Requests {
    private static final String ACTOR = "holdfast.actor";
    private static final String ORIGIN = "holdfast.origin";
    private static final String ACTING = "holdfast.acting";
    private static final String BODY_MAX = "holdfast.body-max";

    /**
     * In which space somebody acts, for the access log.
     *
     * @param space the space's id
     * @param role the account's role there
     */
    public record Acting(UUID space, String role) {}

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

    /** Says who sent the request; called by what checks credentials. */
    public static void identified(HttpServletRequest request, Actor actor) {
        request.setAttribute(ACTOR, actor);
    }

    /** Who sent the request as far as that was found out already. */
    public static Optional<Actor> known(HttpServletRequest request) {
        return Optional.ofNullable((Actor) request.getAttribute(ACTOR));
    }

    /** Says where the request came from; called by the first filter. */
    public static void arrived(HttpServletRequest request, Origin origin) {
        request.setAttribute(ORIGIN, origin);
    }

    /** Says in which space the request acts, so that its line in the access log can name it. */
    public static void acting(HttpServletRequest request, UUID space, String role) {
        request.setAttribute(ACTING, new Acting(space, role));
    }

    /** In which space the request acts, as far as somebody has said so. */
    public static Optional<Acting> acting(HttpServletRequest request) {
        return Optional.ofNullable((Acting) request.getAttribute(ACTING));
    }

    /** Sets the greatest size of the request's body; called before the body is read. */
    public static void limitBody(HttpServletRequest request, long bytesMax) {
        request.setAttribute(BODY_MAX, bytesMax);
    }

    /** The greatest size of the request's body in bytes: its route's own, else the standard one. */
    public static long bodyMax(HttpServletRequest request, long standard) {
        return request.getAttribute(BODY_MAX) instanceof Long own ? own : standard;
    }

    /** What a body longer than it may be is refused with. */
    public static Problem tooLarge(long bytesMax) {
        return new Problem(Code.TOO_LARGE, "The body must have at most " + bytesMax + " bytes.")
                .with("limit", bytesMax);
    }
}
