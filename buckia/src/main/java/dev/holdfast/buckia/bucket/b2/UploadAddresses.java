package dev.holdfast.buckia.bucket.b2;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.wire.Http;
import dev.holdfast.buckia.bucket.wire.Json;
import java.net.URI;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Addresses for uploads. Each takes one upload at a time, so that there come to be as many as there are uploads at once; one with
 * which anything went wrong is never used again.
 */
final class UploadAddresses {
    private static final int ADDRESSES_MAX = 3;

    private final Account account;
    private final Map<String, Deque<Address>> free = new ConcurrentHashMap<>();

    UploadAddresses(Account account) {
        this.account = account;
    }

    /** Sends a whole file. */
    Json.Answer file(Map<String, String> headers, Body body, String what) {
        var request = Map.of("bucketId", account.bucketId());
        return send("", "b2_get_upload_url", request, new Sending(headers, body, what));
    }

    /** Sends a part of a large file. */
    Json.Answer part(String fileId, Map<String, String> headers, Body body, String what) {
        return send(fileId, "b2_get_upload_part_url", Map.of("fileId", fileId), new Sending(headers, body, what));
    }

    /** A large file has ended. */
    void forget(String fileId) {
        free.remove(fileId);
    }

    private Json.Answer send(String target, String operation, Map<String, String> request, Sending sending) {
        var pool = free.computeIfAbsent(target, unused -> new ConcurrentLinkedDeque<>());
        for (int attempt = 1; ; attempt++) {
            var known = pool.poll();
            var address = known != null ? known : ask(operation, request);
            var headers = new HashMap<>(sending.headers());
            headers.put("Authorization", address.token());
            headers.put("X-Bz-Content-Sha1", sending.body().digest("SHA-1"));
            var answer = account.http().send("POST", address.url(), headers, sending.body());
            if (answer.statusCode() < 300) {
                var said = Json.read(Http.all(answer), "");
                pool.push(address);
                return said;
            }
            var failure = Failure.of(answer);
            if (failure.isToken()) {
                pool.clear();
            }
            if (!failure.isAddress() || attempt == ADDRESSES_MAX) {
                throw failure.exception(sending.what());
            }
        }
    }

    private Address ask(String operation, Map<String, String> request) {
        var answer = account.call(operation, request, "");
        return new Address(account.trusted(answer.text("uploadUrl")), answer.text("authorizationToken"));
    }

    private record Address(URI url, String token) {}

    private record Sending(Map<String, String> headers, Body body, String what) {}
}
