package dev.holdfast.platform.http.filter;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds out from which address a client really comes, behind proxies that are trusted by setting. */
final class ClientAddress {
    private static final int HOPS_MAX = 50;

    private record Network(byte[] address, int bits) {

        static Network parse(String text) {
            String[] parts = text.strip().split("/", 2);
            byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.length * 8;
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("no such network: " + text);
            }
            return new Network(address, bits);
        }

        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> trusted;

    /** Throws IllegalArgumentException for a setting that is no address and no network. */
    ClientAddress(List<String> trustedProxies) {
        try {
            this.trusted = trustedProxies.stream().map(Network::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "holdfast.http.trusted-proxies takes addresses or networks like 10.0.0.0/8: " + e.getMessage(), e);
        }
    }

    /** The peer's address, or, when the peer is trusted, the last one in X-Forwarded-For that isn't. */
    String of(HttpServletRequest request) {
        String address = plain(request.getRemoteAddr());
        if (!isTrusted(address)) {
            return address;
        }
        List<String> hops = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
            hops.addAll(List.of(line.split(",")));
        }
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - HOPS_MAX); i--) {
            try {
                address = plain(hops.get(i).strip());
            } catch (IllegalArgumentException e) {
                // Whoever wrote this isn't to be believed about what stands before it either.
                return address;
            }
            if (!isTrusted(address)) {
                return address;
            }
        }
        return address;
    }

    private boolean isTrusted(String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return trusted.stream().anyMatch(network -> network.holds(bytes));
    }

    /** One form an address: no zone, IPv4 never inside IPv6. */
    private static String plain(String address) {
        int zone = address.indexOf('%');
        return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone))
                .getHostAddress();
    }
}
