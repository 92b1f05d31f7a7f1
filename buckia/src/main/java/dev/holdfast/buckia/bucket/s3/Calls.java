package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.wire.Http;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signed calls to one bucket. */
final class Calls implements AutoCloseable {
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Http http = new Http();
    private final URI root;
    private final Signature signature;
    private final InstantSource clock;

    /** Calls to the bucket whose objects lie below the root address, which has no slash at its end. */
    Calls(URI root, Signature signature, InstantSource clock) {
        this.root = root;
        this.signature = signature;
        this.clock = clock;
    }

    /** Sends; a status of 300 and above is an exception. */
    HttpResponse<InputStream> call(
            String method, String key, Map<String, String> query, Map<String, String> headers, @Nullable Body body) {
        var path = root.getRawPath() + "/" + Signature.encode(key, true);
        var text = Signature.query(query);
        var address = URI.create(
                root.getScheme() + "://" + root.getRawAuthority() + path + (text.isEmpty() ? "" : "?" + text));
        var payload = body == null ? EMPTY_SHA256 : body.digest("SHA-256");
        var request = new Signature.Request(method, root.getRawAuthority(), path, query, headers, payload);
        var answer = http.send(method, address, signature.headers(request, clock.instant()), body);
        if (answer.statusCode() >= 300) {
            throw Failures.of(answer, method + " " + (key.isEmpty() ? root.toString() : key));
        }
        return answer;
    }

    /** Sends and reads the answer, which is small. */
    byte[] read(
            String method, String key, Map<String, String> query, Map<String, String> headers, @Nullable Body body) {
        return Http.all(call(method, key, query, headers, body));
    }

    @Override
    public void close() {
        http.close();
    }
}
