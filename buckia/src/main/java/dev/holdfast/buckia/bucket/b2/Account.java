package dev.holdfast.buckia.bucket.b2;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.wire.Endpoints;
import dev.holdfast.buckia.bucket.wire.Http;
import dev.holdfast.buckia.bucket.wire.Json;
import dev.holdfast.buckia.bucket.wire.Percent;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls to B2 under a token, which is taken at the first call and anew when it has ended. */
final class Account implements AutoCloseable {
    private static final int TOKENS_MAX = 3;
    private static final String STORAGE = "apiInfo.storageApi.";
    private static final String BUCKETS = STORAGE + "allowed.buckets";

    private final Http http = new Http();
    private final ReentrantLock lock = new ReentrantLock();
    private final URI endpoint;
    private final Key key;
    private final String bucket;
    private final String prefix;
    private volatile @Nullable Session session;

    /**
     * An account of which one bucket is used.
     *
     * @param endpoint where it is authorized, without a slash at the end
     * @param prefix what all names will begin with
     */
    Account(URI endpoint, Key key, String bucket, String prefix) {
        this.endpoint = endpoint;
        this.key = key;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** The connections, for calls that need no token of the account. */
    Http http() {
        return http;
    }

    /** The bucket's id. */
    String bucketId() {
        return session(null).bucketId();
    }

    /** A part's size that B2 finds best. */
    long partBytes() {
        return session(null).partBytes();
    }

    /** Takes a new token, which shows whether the key is good and the bucket is there. */
    void authorize() {
        var unused = session(session);
    }

    /**
     * A call in JSON.
     *
     * @param array name of the array whose elements are the answer's rows, or empty
     */
    Json.Answer call(String operation, Map<String, ?> request, String array) {
        var body = Body.of(Json.write(request));
        var answer = send(
                operation,
                now -> http.send(
                        "POST",
                        URI.create(now.api() + "/b2api/v4/" + operation),
                        Map.of("Authorization", now.token(), "Content-Type", "application/json"),
                        body));
        return Json.read(Http.all(answer), array);
    }

    /** A file's bytes or, with HEAD, what is known of it. */
    HttpResponse<InputStream> file(String method, String name, Map<String, String> headers) {
        return send(method + " " + name, now -> {
            var all = new HashMap<>(headers);
            all.put("Authorization", now.token());
            var path = "/file/" + Percent.encode(bucket, false) + "/" + Percent.encode(name, true);
            return http.send(method, URI.create(now.download() + path), all, null);
        });
    }

    /** An address that B2 gave: of a server, and not without encryption where the first wasn't. */
    URI trusted(String address) {
        var given = Endpoints.parse(address);
        if (endpoint.getScheme().equals("https") && !given.getScheme().equals("https")) {
            throw new BucketException(BucketError.REFUSED, "B2 names an address without encryption: " + given);
        }
        return given;
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpResponse<InputStream> send(String what, Function<Session, HttpResponse<InputStream>> call) {
        var now = session(null);
        for (int attempt = 1; ; attempt++) {
            var answer = call.apply(now);
            if (answer.statusCode() < 300) {
                return answer;
            }
            var failure = Failure.of(answer);
            if (!failure.isToken() || attempt == TOKENS_MAX) {
                throw failure.exception(what);
            }
            now = session(now);
        }
    }

    /** The session, or another one than that which has ended. */
    private Session session(@Nullable Session ended) {
        var known = session;
        if (known != null && !known.equals(ended)) {
            return known;
        }
        lock.lock();
        try {
            known = session;
            if (known == null || known.equals(ended)) {
                known = open();
                session = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Session open() {
        var pair = (key.id() + ":" + key.secret()).getBytes(StandardCharsets.UTF_8);
        var headers = Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        var answer = http.send("GET", URI.create(endpoint + "/b2api/v4/b2_authorize_account"), headers, null);
        if (answer.statusCode() >= 300) {
            var failure = Failure.of(answer);
            throw failure.status() == 401
                    ? new BucketException(BucketError.CREDENTIALS, "B2 doesn't accept the key: " + failure.code())
                    : failure.exception("authorizing");
        }
        var said = Json.read(Http.all(answer), BUCKETS);
        requireNames(said.text(STORAGE + "allowed.namePrefix"));
        var part = said.text(STORAGE + "recommendedPartSize");
        var opened = new Session(
                said.text("authorizationToken"),
                trusted(said.text(STORAGE + "apiUrl")),
                trusted(said.text(STORAGE + "downloadUrl")),
                "",
                part.isEmpty() ? 0 : Long.parseLong(part));
        return opened.of(said.rows().isEmpty() ? look(opened, said.text("accountId")) : allowed(said));
    }

    private String allowed(Json.Answer said) {
        for (var row : said.rows()) {
            if (bucket.equals(row.get("name"))) {
                return row.getOrDefault("id", "");
            }
        }
        throw new BucketException(BucketError.DENIED, "the key isn't for the bucket '" + bucket + "'");
    }

    private String look(Session opened, String accountId) {
        var body = Body.of(Json.write(Map.of("accountId", accountId, "bucketName", bucket)));
        var headers = Map.of("Authorization", opened.token(), "Content-Type", "application/json");
        var answer = http.send("POST", URI.create(opened.api() + "/b2api/v4/b2_list_buckets"), headers, body);
        if (answer.statusCode() >= 300) {
            throw Failure.of(answer).exception("looking for the bucket '" + bucket + "'");
        }
        for (var row : Json.read(Http.all(answer), "buckets").rows()) {
            if (bucket.equals(row.get("bucketName"))) {
                return row.getOrDefault("bucketId", "");
            }
        }
        throw new BucketException(BucketError.NO_BUCKET, "there is no bucket '" + bucket + "' in this account");
    }

    private void requireNames(String allowed) {
        if (!prefix.startsWith(allowed)) {
            throw new BucketException(
                    BucketError.DENIED,
                    "the key is for names that begin with '" + allowed + "', not with '" + prefix + "'");
        }
    }

    /**
     * What opens the account.
     *
     * @param id the key's
     * @param secret the key itself
     */
    record Key(String id, String secret) {
        /** Never shown. */
        @Override
        public String toString() {
            return "Key";
        }
    }

    private record Session(String token, URI api, URI download, String bucketId, long partBytes) {
        Session of(String bucket) {
            return new Session(token, api, download, bucket, partBytes);
        }
    }
}
