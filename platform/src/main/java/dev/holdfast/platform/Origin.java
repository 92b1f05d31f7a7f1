package dev.holdfast.platform;

/**
 * Where a request came from.
 *
 * @param address the client's IP address; empty for the program itself
 * @param userAgent the {@code User-Agent}, at most 300 characters; empty when none was sent
 * @param requestId the id under which the request is logged
 */
public record Origin(String address, String userAgent, String requestId) {
    private static final int USER_AGENT_LENGTH_MAX = 300;

    public Origin {
        if (userAgent.length() > USER_AGENT_LENGTH_MAX) {
            userAgent = userAgent.substring(0, USER_AGENT_LENGTH_MAX);
        }
    }
}
