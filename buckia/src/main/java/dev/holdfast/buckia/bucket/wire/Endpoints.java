package dev.holdfast.buckia.bucket.wire;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.net.URI;
import java.util.Set;

/** Addresses of services that people write. */
public final class Endpoints {
    private Endpoints() {}

    /**
     * An address without a slash at its end.
     *
     * @throws BucketException with {@link BucketError#REFUSED} if it isn't one of a server, by http or https
     */
    public static URI parse(String text) {
        try {
            var endpoint = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (endpoint.getHost() != null && Set.of("http", "https").contains(endpoint.getScheme())) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            throw new BucketException(BucketError.REFUSED, "not an endpoint: '" + text + "'", e);
        }
        throw new BucketException(BucketError.REFUSED, "not an endpoint: '" + text + "' (https://host[:port])");
    }
}
