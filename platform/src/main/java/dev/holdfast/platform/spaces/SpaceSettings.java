package dev.holdfast.platform.spaces;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What inviting depends on.
 *
 * @param publicUrl where people reach this server, without a slash at the end
 * @param verifiedOnly whether an invitation waits until the invited address is verified
 */
@Component
record SpaceSettings(
        @Value("${holdfast.public-url:http://localhost:8080}")
        String publicUrl,

        @Value("#{'${holdfast.identity.verify-email:off}' == 'required'}")
        boolean verifiedOnly) {}
