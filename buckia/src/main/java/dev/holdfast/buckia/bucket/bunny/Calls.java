package dev.holdfast.buckia.bucket.bunny;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.wire.Http;
import dev.holdfast.buckia.bucket.wire.Json;
import dev.holdfast.buckia.bucket.wire.Percent;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Calls to one zone, never more at a time of a kind than Bunny takes. */
final class Calls implements AutoCloseable {
    private static final int LISTINGS_MAX = 5;
    private static final int DELETIONS_MAX = 30;
    /** Below the 100 connections that an address may have, since downloads go on after their call has returned. */
    private static final int CALLS_MAX = 80;

    private final Http http = new Http();
    private final Semaphore calls = new Semaphore(CALLS_MAX);
    private final Semaphore listings = new Semaphore(LISTINGS_MAX);
    private final Semaphore deletions = new Semaphore(DELETIONS_MAX);
    private final URI root;
    private final String password;
    private final String zone;

    /** Calls to the zone whose files lie below the root address, which has no slash at its end. */
    Calls(URI root, String password, String zone) {
        this.root = root;
        this.password = password;
        this.zone = zone;
    }

    /** Sends; a status of 300 and above is an exception. */
    HttpResponse<InputStream> call(String method, String path, Map<String, String> headers, @Nullable Body body) {
        var address = URI.create(root + "/" + Percent.encode(path, true));
        var all = new HashMap<>(headers);
        all.put("AccessKey", password);
        all.put("Accept", "*/*");
        var answer = sent(method, address, all, body);
        if (answer.statusCode() >= 300) {
            throw failure(answer, method + " " + (path.isEmpty() ? zone : path));
        }
        return answer;
    }

    /** Lists one folder: its rows as they come. */
    void list(String folder, java.util.function.Consumer<Map<String, String>> each) {
        acquire(listings);
        try {
            Json.rows(call("GET", folder, Map.of(), null).body(), each);
        } finally {
            listings.release();
        }
    }

    /** Deletes a file; never a folder, which would take all that it holds. */
    void delete(String file) {
        acquire(deletions);
        try {
            var unused = Http.small(call("DELETE", file, Map.of(), null));
        } finally {
            deletions.release();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpResponse<InputStream> sent(
            String method, URI address, Map<String, String> headers, @Nullable Body body) {
        acquire(calls);
        try {
            return http.send(method, address, headers, body);
        } finally {
            calls.release();
        }
    }

    private static void acquire(Semaphore semaphore) {
        try {
            semaphore.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketError.CANCELED, "interrupted", e);
        }
    }

    private BucketException failure(HttpResponse<InputStream> answer, String what) {
        var text = new String(Http.small(answer), java.nio.charset.StandardCharsets.UTF_8);
        var said = text.toLowerCase(Locale.ROOT);
        var wait = Http.retryAfter(answer).orElse(null);
        int status = answer.statusCode();
        var error = switch (status) {
            // Too many of one kind of request at a time is told with the status of a bad request.
            case 400 ->
                said.contains("unable to process")
                        ? BucketError.THROTTLED
                        : said.contains("checksum") ? BucketError.CHECKSUM : BucketError.REFUSED;
            case 401 -> BucketError.CREDENTIALS;
            case 403 -> BucketError.DENIED;
            case 404 -> BucketError.NOT_FOUND;
            case 408 -> BucketError.UNAVAILABLE;
            case 413 -> BucketError.TOO_LARGE;
            case 416 -> BucketError.RANGE;
            case 429 -> BucketError.THROTTLED;
            case 507 -> BucketError.QUOTA;
            default ->
                status == 503 && wait != null
                        ? BucketError.THROTTLED
                        : status >= 500 ? BucketError.UNAVAILABLE : BucketError.REFUSED;
        };
        var reason = status == 401
                ? ": the password isn't that of the storage zone '" + zone
                        + "' (not the account's key; not a read-only one for writing), or the zone is in another region"
                : ": status " + status + (text.isBlank() ? "" : " " + text.strip());
        return new BucketException(error, what + reason, null, wait);
    }
}
