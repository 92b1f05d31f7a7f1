package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.wire.Http;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Map;

/** What S3's error codes and statuses mean. */
final class Failures {
    private static final Map<String, BucketError> BY_CODE = Map.ofEntries(
            Map.entry("NoSuchKey", BucketError.NOT_FOUND),
            Map.entry("NoSuchUpload", BucketError.NOT_FOUND),
            Map.entry("NoSuchBucket", BucketError.NO_BUCKET),
            Map.entry("InvalidBucketName", BucketError.NO_BUCKET),
            Map.entry("InvalidAccessKeyId", BucketError.CREDENTIALS),
            Map.entry("SignatureDoesNotMatch", BucketError.CREDENTIALS),
            Map.entry("InvalidToken", BucketError.CREDENTIALS),
            Map.entry("ExpiredToken", BucketError.CREDENTIALS),
            Map.entry("RequestTimeTooSkewed", BucketError.CREDENTIALS),
            Map.entry("AuthorizationHeaderMalformed", BucketError.CREDENTIALS),
            Map.entry("AccessDenied", BucketError.DENIED),
            Map.entry("PreconditionFailed", BucketError.CONDITION_FAILED),
            Map.entry("ConditionalRequestConflict", BucketError.CONDITION_FAILED),
            Map.entry("InvalidRange", BucketError.RANGE),
            Map.entry("BadDigest", BucketError.CHECKSUM),
            Map.entry("XAmzContentSHA256Mismatch", BucketError.CHECKSUM),
            Map.entry("IncompleteBody", BucketError.CHECKSUM),
            Map.entry("SlowDown", BucketError.THROTTLED),
            Map.entry("TooManyRequests", BucketError.THROTTLED),
            Map.entry("RequestTimeout", BucketError.UNAVAILABLE),
            Map.entry("EntityTooLarge", BucketError.TOO_LARGE),
            Map.entry("KeyTooLongError", BucketError.BAD_KEY),
            Map.entry("InvalidURI", BucketError.BAD_KEY),
            Map.entry("QuotaExceeded", BucketError.QUOTA),
            Map.entry("NotImplemented", BucketError.UNSUPPORTED));

    private Failures() {}

    /** The exception for an answer of 300 and above; reads and closes it. */
    static BucketException of(HttpResponse<InputStream> answer, String what) {
        byte[] body = Http.small(answer);
        String code = "";
        String message = "";
        if (body.length > 0 && body[0] == '<') {
            try {
                var error = Xml.read(body, "");
                code = error.text("Code");
                message = error.text("Message");
            } catch (BucketException _) {
                code = "";
            }
        }
        var known = BY_CODE.get(code);
        var error = known != null ? known : byStatus(answer.statusCode());
        var said = code.isEmpty() ? "status " + answer.statusCode() : code + ": " + message;
        return new BucketException(
                error, what + ": " + said, null, Http.retryAfter(answer).orElse(null));
    }

    private static BucketError byStatus(int status) {
        return switch (status) {
            case 404 -> BucketError.NOT_FOUND;
            case 401 -> BucketError.CREDENTIALS;
            case 403 -> BucketError.DENIED;
            case 409, 412 -> BucketError.CONDITION_FAILED;
            case 413 -> BucketError.TOO_LARGE;
            case 416 -> BucketError.RANGE;
            case 429 -> BucketError.THROTTLED;
            case 501 -> BucketError.UNSUPPORTED;
            case 507 -> BucketError.QUOTA;
            default ->
                status == 503
                        ? BucketError.THROTTLED
                        : status >= 500 || status == 408 ? BucketError.UNAVAILABLE : BucketError.REFUSED;
        };
    }
}
