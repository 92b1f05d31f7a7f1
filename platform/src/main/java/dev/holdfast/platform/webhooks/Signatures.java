package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers by which a receiver knows that a request is ours, fresh, and not another event (docs/formats/webhooks.md). */
final class Signatures {
    /** What each secret begins with; Standard Webhooks take what follows as the key in Base64. */
    static final String PREFIX = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";

    private Signatures() {}

    /**
     * The headers of one try.
     *
     * @param secrets the secret of now, and for some time after a rotation the one before
     */
    static Map<String, String> headers(Endpoint endpoint, UUID event, String body, Instant now, List<Secret> secrets) {
        String timestamp = Long.toString(now.getEpochSecond());
        String joint = endpoint.form() == Endpoint.Form.LINES ? "\n" : ".";
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Holdfast-Webhooks/1");
        headers.put("X-Webhook-Id", endpoint.id().toString());
        headers.put("X-Idempotency-Key", event.toString());
        headers.put("X-Timestamp", timestamp);
        headers.put(
                "X-Signature",
                secrets.stream()
                        .map(secret -> "v1=" + HexFormat.of().formatHex(hmac(secret.bytes(), timestamp + joint + body)))
                        .collect(Collectors.joining(",")));
        if (endpoint.standardHeaders()) {
            headers.put("webhook-id", event.toString());
            headers.put("webhook-timestamp", timestamp);
            headers.put(
                    "webhook-signature",
                    secrets.stream()
                            .map(secret -> "v1,"
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    hmac(standardKey(secret), event + "." + timestamp + "." + body)))
                            .collect(Collectors.joining(" ")));
        }
        return headers;
    }

    private static byte[] standardKey(Secret secret) {
        return Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
