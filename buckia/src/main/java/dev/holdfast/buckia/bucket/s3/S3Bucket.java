package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Download;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.ObjectPage;
import dev.holdfast.buckia.bucket.Traits;
import dev.holdfast.buckia.bucket.wire.Checked;
import dev.holdfast.buckia.bucket.wire.Http;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bucket of a service that speaks S3. */
final class S3Bucket implements Bucket {
    static final long PART_BYTES_MIN = 5L << 20;
    static final long PUT_BYTES_MAX = 5L << 30;

    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final Calls calls;
    private final String name;
    private final Traits traits;

    S3Bucket(Calls calls, String name, boolean conditions) {
        this.calls = calls;
        this.name = name;
        this.traits = new Traits(
                conditions, conditions, true, true, true, PUT_BYTES_MAX, PART_BYTES_MIN, PUT_BYTES_MAX, 10_000, "MD5");
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public String address() {
        return "s3://" + name;
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        var query = new HashMap<String, String>();
        query.put("list-type", "2");
        query.put("encoding-type", "url");
        query.put("max-keys", Integer.toString(limit));
        if (!prefix.isEmpty()) {
            query.put("prefix", Signature.encode(Keys.checkPrefix(prefix), false));
        }
        if (cursor != null) {
            query.put("continuation-token", Signature.encode(cursor, false));
        }
        var answer = Xml.read(calls.read("GET", "", query, Map.of(), null), "Contents");
        var objects = answer.rows().stream().map(S3Bucket::listed).toList();
        var next = answer.text("NextContinuationToken");
        return new ObjectPage(objects, answer.text("IsTruncated").equals("true") && !next.isEmpty() ? next : null);
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        try {
            var answer = calls.call("HEAD", Keys.check(key), Map.of(), Map.of(), null);
            var unused = Http.small(answer);
            return Optional.of(info(key, size(answer.headers()), answer.headers()));
        } catch (BucketException e) {
            if (e.error() == BucketError.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Download get(String key, long from, long length) {
        Map<String, String> headers = new HashMap<>();
        boolean ranged = from > 0 || length >= 0;
        if (ranged) {
            headers.put("range", "bytes=" + from + "-" + (length < 0 ? "" : from + Math.max(length, 1) - 1));
        }
        try {
            var answer = calls.call("GET", Keys.check(key), Map.of(), headers, null);
            var size = answer.headers()
                    .firstValue("Content-Range")
                    .map(range -> Long.parseLong(range.substring(range.lastIndexOf('/') + 1)))
                    .orElseGet(() -> size(answer.headers()));
            var info = info(key, size, answer.headers());
            var stream = ranged && answer.statusCode() != 206
                    ? Checked.skip(answer.body(), from, length)
                    : ranged ? answer.body() : Checked.whole(answer.body(), info, "MD5");
            return new Download(info, stream);
        } catch (BucketException e) {
            if (e.error() == BucketError.RANGE && from == 0) {
                return get(key, 0, -1);
            }
            throw e;
        }
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        Map<String, String> headers = new HashMap<>();
        if (condition.kind() != Condition.Kind.NONE && !traits.putIfMatches()) {
            throw new BucketException(BucketError.UNSUPPORTED, address() + " can't put on a condition");
        }
        headers.putAll(headers(condition));
        if (body.length() > PUT_BYTES_MAX) {
            throw new BucketException(BucketError.TOO_LARGE, key + " has more than " + PUT_BYTES_MAX + " bytes");
        }
        headers.put("content-type", "application/octet-stream");
        var answer = putting(key, headers, body, condition);
        var unused = Http.small(answer);
        return info(key, body.length(), answer.headers());
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        var source = "/" + name + "/" + Signature.encode(Keys.check(from), true);
        var answer =
                Xml.read(calls.read("PUT", Keys.check(to), Map.of(), Map.of("x-amz-copy-source", source), null), "");
        if (answer.text("ETag").isEmpty()) {
            // The status was sent before the copy went wrong.
            throw new BucketException(BucketError.UNAVAILABLE, "copy to " + to + ": " + answer.text("Message"));
        }
        return new ObjectInfo(to, -1, tag(answer.text("ETag")), null, null);
    }

    @Override
    public void delete(String key) {
        try {
            var unused = calls.read("DELETE", Keys.check(key), Map.of(), Map.of(), null);
        } catch (BucketException e) {
            if (e.error() != BucketError.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Multipart> multipart() {
        return Optional.of(new S3Multipart(calls, this::head));
    }

    @Override
    public void close() {
        calls.close();
    }

    static Map<String, String> headers(Condition condition) {
        return switch (condition.kind()) {
            case NONE -> Map.of();
            case ABSENT -> Map.of("if-none-match", "*");
            case MATCHES -> Map.of("if-match", "\"" + condition.tag() + "\"");
        };
    }

    static String tag(String etag) {
        return etag.replace("\"", "");
    }

    private java.net.http.HttpResponse<java.io.InputStream> putting(
            String key, Map<String, String> headers, Body body, Condition condition) {
        try {
            return calls.call("PUT", Keys.check(key), Map.of(), headers, body);
        } catch (BucketException e) {
            if (e.error() == BucketError.NOT_FOUND && condition.kind() == Condition.Kind.MATCHES) {
                throw new BucketException(BucketError.CONDITION_FAILED, "there is no object " + key, e);
            }
            throw e;
        }
    }

    private static ObjectInfo listed(Map<String, String> row) {
        var key = URLDecoder.decode(row.getOrDefault("Key", ""), StandardCharsets.UTF_8);
        var tag = tag(row.getOrDefault("ETag", ""));
        return new ObjectInfo(
                key,
                Long.parseLong(row.getOrDefault("Size", "0")),
                tag,
                md5(tag),
                Times.listed(row.get("LastModified")));
    }

    private static ObjectInfo info(String key, long size, HttpHeaders headers) {
        var tag = tag(headers.firstValue("ETag").orElse(""));
        var encrypted = headers.firstValue("x-amz-server-side-encryption")
                .filter(kind -> !kind.equals("AES256"))
                .isPresent();
        Instant modified = headers.firstValue("Last-Modified").map(Times::http).orElse(null);
        return new ObjectInfo(key, size, tag, encrypted ? null : md5(tag), modified);
    }

    private static long size(HttpHeaders headers) {
        return headers.firstValueAsLong("Content-Length").orElse(0);
    }

    private static @Nullable String md5(String tag) {
        return MD5.matcher(tag).matches() ? tag : null;
    }
}
