package dev.holdfast.platform.identity.token;

import com.nimbusds.jose.jwk.JWKSet;
import dev.holdfast.platform.http.Access;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public keys with which others can verify our access tokens (RFC 7517). */
@RestController
final class JwksController {
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final SigningKeys keys;

    JwksController(SigningKeys keys) {
        this.keys = keys;
    }

    /** The public keys with which access tokens of this server are verified. */
    @GetMapping("/.well-known/jwks.json")
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FRESH).cachePublic())
                .body(new JWKSet(keys.published()).toJSONObject(true));
    }
}
