package dev.holdfast.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Where a request came from.
 *
 * @param address the client's IP address; empty for the program itself
 * @param userAgent the {@code User-Agent}, at most 300 characters; empty when none was sent
 * @param requestId the id under which the request is logged
 */
public record Origin(String address, String userAgent, String requestId) {
    private static final int USER_AGENT_LENGTH_MAX = 300;
    private static final int NETWORK_BYTES = 8;

    public Origin {
        if (userAgent.length() > USER_AGENT_LENGTH_MAX) {
            userAgent = userAgent.substring(0, USER_AGENT_LENGTH_MAX);
        }
    }

    /** What counts as one caller in limits: the address, or, because an IPv6 host commands all of it, the /64 around it. */
    public String network() {
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        if (bare.indexOf(':') >= 0 && InetAddress.ofLiteral(bare) instanceof Inet6Address v6) {
            return HexFormat.of().formatHex(v6.getAddress(), 0, NETWORK_BYTES) + "/64";
        }
        return bare;
    }
}
