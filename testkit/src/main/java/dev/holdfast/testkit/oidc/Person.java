package dev.holdfast.testkit.oidc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is signed in at the provider.
 *
 * @param subject the provider's id of the person
 * @param email null for none
 */
public record Person(String subject, @Nullable String email, boolean emailVerified, String name) {

    Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", subject);
        claims.put("name", name);
        if (email != null) {
            claims.put("email", email);
            claims.put("email_verified", emailVerified);
        }
        return claims;
    }
}
