package dev.holdfast.platform;

/**
 * What can go wrong, as one closed vocabulary. The name is the {@code code} of a problem document (RFC 9457); the status
 * is its HTTP status. 400 can't be read, 422 was read but breaks a rule, 404 hides what one may not know of, 403 refuses
 * what one sees but may not do.
 */
public enum Code {
    MALFORMED(400, "The request can't be read"),
    CURSOR_INVALID(400, "The cursor isn't one of ours"),
    CURSOR_MISMATCH(400, "The cursor belongs to another question"),
    UNAUTHENTICATED(401, "Not signed in"),
    CREDENTIALS_WRONG(401, "Wrong credentials"),
    SECOND_FACTOR_REQUIRED(401, "A second factor is needed"),
    TOKEN_REUSED(401, "The refresh token was used before"),
    FORBIDDEN(403, "Not allowed"),
    EMAIL_UNVERIFIED(403, "The e-mail address isn't verified"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "No representation that is accepted"),
    CONFLICT(409, "Conflict"),
    ALREADY_EXISTS(409, "Already there"),
    DELETED(409, "It was deleted"),
    LAST_CREDENTIAL(409, "The last way in"),
    LAST_OWNER(409, "The last owner"),
    SOLE_OWNER(409, "The only owner of a space with members"),
    IDEMPOTENCY_RUNNING(409, "The first request with this key is still running"),
    GONE(410, "Deleted"),
    STALE(412, "Changed in the meantime"),
    TOO_LARGE(413, "Too large"),
    QUOTA_EXCEEDED(413, "Over the quota"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    INVALID(422, "A value breaks a rule"),
    UNKNOWN_FIELD(422, "Unknown field"),
    IDEMPOTENCY_MISMATCH(422, "The key was used for another request"),
    CONTENT_REFUSED(422, "The provider refused the content"),
    PRECONDITION_REQUIRED(428, "If-Match is needed"),
    RATE_LIMITED(429, "Too many requests"),
    BUDGET_EXCEEDED(429, "The budget is used up"),
    HEADERS_TOO_LARGE(431, "Header fields too large"),
    INTERNAL(500, "Something went wrong here"),
    PROVIDER_FAILED(502, "An outside service failed"),
    UNAVAILABLE(503, "Not available now"),
    AI_UNAVAILABLE(503, "No AI provider is available"),
    PROVIDER_TIMEOUT(504, "An outside service took too long");

    private final int status;
    private final String title;

    Code(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status of a problem with this code. */
    public int status() {
        return status;
    }

    /** A short summary that is the same for every problem with this code. */
    public String title() {
        return title;
    }
}
