package dev.holdfast.testkit.b2;

import dev.holdfast.testkit.objects.Call;
import dev.holdfast.testkit.objects.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses to which bytes are sent. */
final class Uploads {
    private static final int HOLD_SECONDS_MAX = 30;
    private static final String INFO = "x-bz-info-";
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

    private final B2Server server;
    private final LargeFiles largeFiles;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private volatile CountDownLatch open = new CountDownLatch(0);

    Uploads(B2Server server, LargeFiles largeFiles) {
        this.server = server;
        this.largeFiles = largeFiles;
    }

    void hold(CountDownLatch until) {
        open = until;
    }

    int running() {
        return running.get();
    }

    Reply answer(Call call, @Nullable String mode) {
        var upload = server.tokens().upload(call.header("Authorization"));
        if (!call.path().endsWith("/" + upload.target())) {
            throw new B2Failure(401, "bad_auth_token", "the token is of another address");
        }
        if (!upload.busy().compareAndSet(false, true)) {
            throw new B2Failure(400, "auth_token_limit", "more than one upload using auth token");
        }
        try {
            running.incrementAndGet();
            if (!open.await(HOLD_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new B2Failure(408, "request_timeout", "held too long");
            }
            if ("fail_some_uploads".equals(mode) && count.incrementAndGet() % 2 == 1) {
                throw new B2Failure(503, "service_unavailable", "no tomes available");
            }
            return call.path().contains("b2_upload_part") ? part(call, upload.target()) : file(call, upload.target());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new B2Failure(500, "internal_error", "stopped");
        } finally {
            running.decrementAndGet();
            upload.busy().set(false);
        }
    }

    private Reply file(Call call, String bucketId) {
        var name = B2Versions.checkName(Call.decode(required(call, "X-Bz-File-Name")));
        var content = content(call);
        var bucket = server.bucketOf(
                tools.jackson.databind.json.JsonMapper.shared()
                        .createObjectNode()
                        .put("bucketId", bucketId),
                new B2Key("", "", B2Key.ALL, null, ""));
        var info = new TreeMap<String, String>();
        call.headers().forEach((header, values) -> {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(INFO)) {
                info.put(lower.substring(INFO.length()), Call.decode(values.getFirst()));
            }
        });
        var version = new B2Version(
                server.newFileId(bucket),
                name,
                "upload",
                content.bytes(),
                required(call, "Content-Type"),
                content.sha1(),
                info,
                server.now());
        bucket.add(version);
        return Reply.json(200, bucket.json(version));
    }

    private Reply part(Call call, String file) {
        int number = Integer.parseInt(required(call, "X-Bz-Part-Number"));
        return Reply.json(200, largeFiles.addPart(file, number, content(call).bytes()));
    }

    private static Content content(Call call) {
        var said = required(call, "X-Bz-Content-Sha1");
        var bytes = call.body();
        if (said.equals("do_not_verify")) {
            return new Content(bytes, "unverified:" + B2Version.sha1(bytes));
        }
        if (said.equals("hex_digits_at_end")) {
            int end = Math.max(0, bytes.length - 40);
            said = new String(bytes, end, bytes.length - end, StandardCharsets.US_ASCII);
            bytes = Arrays.copyOf(bytes, end);
        }
        if (!SHA1.matcher(said).matches()) {
            throw new B2Failure(400, "bad_request", "Sha1 header is not 40 hex digits");
        }
        if (!said.equals(B2Version.sha1(bytes))) {
            throw new B2Failure(400, "bad_request", "Sha1 did not match data received");
        }
        return new Content(bytes, said);
    }

    private static String required(Call call, String header) {
        var value = call.header(header);
        if (value == null) {
            throw new B2Failure(400, "bad_request", "Missing header: " + header);
        }
        return value;
    }

    private record Content(byte[] bytes, String sha1) {}
}
