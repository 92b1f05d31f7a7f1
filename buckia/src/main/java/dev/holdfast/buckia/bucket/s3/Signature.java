package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.wire.Percent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests for S3 as AWS's <i>Signature Version 4</i> says, with the payload's SHA-256 signed too, so that the
 * service refuses bytes that changed on the way.
 */
final class Signature {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final String accessKey;
    private final byte[] secret;
    private final @Nullable String sessionToken;
    private final String region;
    private volatile DayKey key = new DayKey("", new byte[0]);
    private volatile Second second = new Second(Long.MIN_VALUE, "");

    Signature(String accessKey, String secretKey, @Nullable String sessionToken, String region) {
        this.accessKey = accessKey;
        this.secret = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        this.sessionToken = sessionToken;
        this.region = region;
    }

    /**
     * The headers to send with a request, those given among them.
     *
     * @param path encoded as it is sent
     * @param query names and values, encoded as they are sent
     * @param headers that are sent and signed, in lower case, without host
     */
    Map<String, String> headers(Request request, Instant now) {
        var stamp = stamp(now);
        var day = stamp.substring(0, 8);
        var signed = new TreeMap<>(request.headers());
        signed.put("x-amz-date", stamp);
        signed.put("x-amz-content-sha256", request.payloadSha256());
        if (sessionToken != null) {
            signed.put("x-amz-security-token", sessionToken);
        }
        var sent = new TreeMap<>(signed);
        signed.put("host", request.host());
        var names = String.join(";", signed.keySet());
        var canonical = new StringBuilder(256)
                .append(request.method())
                .append('\n')
                .append(request.path())
                .append('\n')
                .append(query(request.query()))
                .append('\n');
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value.strip()).append('\n'));
        canonical.append('\n').append(names).append('\n').append(request.payloadSha256());
        var scope = day + "/" + region + "/s3/aws4_request";
        var toSign = ALGORITHM + "\n" + stamp + "\n" + scope + "\n" + sha256(canonical.toString());
        var signature = HexFormat.of().formatHex(hmac(dayKey(day), toSign));
        sent.put(
                "Authorization",
                ALGORITHM + " Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature);
        return sent;
    }

    /** The same text serves all requests of a second. */
    private String stamp(Instant now) {
        var known = second;
        if (known.second() != now.getEpochSecond()) {
            known = new Second(now.getEpochSecond(), STAMP.format(now));
            second = known;
        }
        return known.stamp();
    }

    /** The query as it is sent: sorted by name. */
    static String query(Map<String, String> query) {
        var text = new StringBuilder();
        new TreeMap<>(query)
                .forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(value));
        return text.toString();
    }

    /** Percent-encodes as the signature wants it. */
    static String encode(String text, boolean keepSlash) {
        return Percent.encode(text, keepSlash);
    }

    private byte[] dayKey(String day) {
        var known = key;
        if (!known.day().equals(day)) {
            known = new DayKey(day, hmac(hmac(hmac(hmac(secret, day), region), "s3"), "aws4_request"));
            key = known;
        }
        return known.bytes();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    record Request(
            String method,
            String host,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String payloadSha256) {}

    private record Second(long second, String stamp) {}

    private record DayKey(String day, byte[] bytes) {}
}
