package dev.holdfast.platform.egress;

import java.net.UnknownHostException;

/** A host's name led to an address that requests must not go to. */
public final class ForbiddenAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    ForbiddenAddressException(String host) {
        super(host + " has an address that isn't public");
    }
}
