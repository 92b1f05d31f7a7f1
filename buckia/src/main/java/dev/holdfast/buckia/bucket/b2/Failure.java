package dev.holdfast.buckia.bucket.b2;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.wire.Http;
import dev.holdfast.buckia.bucket.wire.Json;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What B2 says when it refuses.
 *
 * @param status HTTP's
 * @param code B2's, empty if the answer has none
 * @param message for people
 * @param retryAfter how long to wait, or null
 */
record Failure(
        int status, String code, String message, @Nullable Duration retryAfter) {
    private static final Set<String> TOKEN = Set.of("bad_auth_token", "expired_auth_token", "auth_token_expired");
    private static final Map<String, BucketError> BY_CODE = Map.ofEntries(
            Map.entry("bad_bucket_id", BucketError.NO_BUCKET),
            Map.entry("no_such_file", BucketError.NOT_FOUND),
            Map.entry("file_not_present", BucketError.NOT_FOUND),
            Map.entry("part_sha1_mismatch", BucketError.CHECKSUM),
            Map.entry("source_too_large", BucketError.TOO_LARGE),
            Map.entry("auth_token_limit", BucketError.UNAVAILABLE),
            Map.entry("access_denied", BucketError.DENIED));

    /** Reads and closes an answer of 300 and above. */
    static Failure of(HttpResponse<InputStream> answer) {
        var body = Http.small(answer);
        var wait = Http.retryAfter(answer).orElse(null);
        if (body.length > 0 && body[0] == '{') {
            try {
                var said = Json.read(body, "");
                return new Failure(answer.statusCode(), said.text("code"), said.text("message"), wait);
            } catch (BucketException _) {
                return new Failure(answer.statusCode(), "", "", wait);
            }
        }
        return new Failure(answer.statusCode(), "", "", wait);
    }

    /** Whether the token isn't accepted any more; an answer without a body (to HEAD) may mean that. */
    boolean isToken() {
        return status == 401 && (code.isEmpty() || TOKEN.contains(code));
    }

    /** Whether another address for uploads may take it at once. */
    boolean isAddress() {
        return isToken() || code.equals("auth_token_limit") || status == 503;
    }

    BucketException exception(String what) {
        var said = code.isEmpty() ? "status " + status : code + ": " + message;
        return new BucketException(error(), what + ": " + said, null, retryAfter);
    }

    private BucketError error() {
        var known = BY_CODE.get(code);
        if (known != null) {
            return known;
        }
        if (code.endsWith("cap_exceeded")) {
            return BucketError.QUOTA;
        }
        return switch (status) {
            case 400 -> badRequest();
            case 401 -> TOKEN.contains(code) ? BucketError.UNAVAILABLE : BucketError.DENIED;
            case 403 -> BucketError.DENIED;
            case 404 -> BucketError.NOT_FOUND;
            case 413 -> BucketError.TOO_LARGE;
            case 416 -> BucketError.RANGE;
            case 429 -> BucketError.THROTTLED;
            default -> status == 408 || status == 409 || status >= 500 ? BucketError.UNAVAILABLE : BucketError.REFUSED;
        };
    }

    /** Much is told by the message alone. */
    private BucketError badRequest() {
        var lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("sha1 did not match")
                ? BucketError.CHECKSUM
                : lower.contains("no active upload")
                        ? BucketError.NOT_FOUND
                        : lower.contains("file name") ? BucketError.BAD_KEY : BucketError.REFUSED;
    }
}
