package dev.holdfast.testkit.b2;

import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.objects.Call;
import dev.holdfast.testkit.objects.Fault;
import dev.holdfast.testkit.objects.Line;
import dev.holdfast.testkit.objects.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Backblaze B2's native interface, versions 3 and 4, as its documentation and its own client libraries describe it.
 *
 * <p>Tokens end after 24 hours or when they are made to; an address for uploads takes one at a time; sums are checked; a large
 * file's parts stay until it is finished or canceled; every upload is a version more, and a deleted newest version shows the one
 * below. The header {@code X-Bz-Test-Mode} is obeyed, and {@link #testMode} sets it for all requests.
 */
public final class B2Server implements AutoCloseable {
    static final String ACCOUNT = "a1b2c3d4e5f6";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern OPERATION = Pattern.compile("/b2api/v([34])/(b2_[a-z_]+)(/.*)?");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final Map<String, B2Versions> buckets = new ConcurrentHashMap<>();
    private final Map<String, B2Key> keys = new ConcurrentHashMap<>();
    private final SettableClock clock = new SettableClock();
    private final AtomicLong count = new AtomicLong();
    private final Tokens tokens = new Tokens(clock);
    private final LargeFiles largeFiles = new LargeFiles();
    private final Line line;
    private final Operations operations;
    private final Uploads uploads;
    private volatile @Nullable String testMode;
    private volatile @Nullable String apiAddress;

    private B2Server() {
        this.line = new Line(this::answer);
        this.operations = new Operations(this, largeFiles);
        this.uploads = new Uploads(this, largeFiles);
    }

    /** A server without buckets and keys. */
    public static B2Server start() {
        return new B2Server();
    }

    /** Where accounts are authorized. */
    public URI endpoint() {
        return line.endpoint();
    }

    /** The clock that tokens go by. */
    public SettableClock clock() {
        return clock;
    }

    /** The bucket of this name; made if there is none. */
    public B2Versions bucket(String name) {
        return buckets.computeIfAbsent(
                name, unused -> new B2Versions("b0c%021x".formatted(count.incrementAndGet()), name));
    }

    /** A key for everything. */
    public B2Key key() {
        return key(B2Key.ALL, null, "");
    }

    /** A key for less. */
    public B2Key key(Set<String> capabilities, @Nullable String bucket, String namePrefix) {
        long number = count.incrementAndGet();
        var key = new B2Key("004a1b2c%017d".formatted(number), "K004secret" + number, capabilities, bucket, namePrefix);
        keys.put(key.id(), key);
        return key;
    }

    /** What goes wrong with the next requests. */
    public void next(Fault... faults) {
        line.next(faults);
    }

    /** How many faults still wait for their request. */
    public int waiting() {
        return line.waiting();
    }

    /** The requests so far whose method and path hold a text. */
    public List<String> log(String in) {
        return line.log(in);
    }

    /** How all requests are treated from now on: a value of {@code X-Bz-Test-Mode}, or null for as usual. */
    public void testMode(@Nullable String mode) {
        testMode = mode;
    }

    /** Ends all accounts' tokens; those of uploads live on. */
    public void expireAccountTokens() {
        tokens.expireAccounts();
    }

    /** Ends all tokens of upload addresses. */
    public void expireUploadTokens() {
        tokens.expireUploads();
    }

    /** The largest file that is copied in one request; no part that is recommended is larger. */
    public void copyBytesMax(long bytes) {
        operations.copyBytesMax(bytes);
    }

    /** Says another address than its own when an account is authorized; null for its own again. */
    public void apiAddress(@Nullable String address) {
        apiAddress = address;
    }

    /** Keeps uploads waiting until the latch opens, for 30 s at most. */
    public void holdUploads(CountDownLatch until) {
        uploads.hold(until);
    }

    /** How many uploads run now. */
    public int uploadsRunning() {
        return uploads.running();
    }

    @Override
    public void close() {
        line.close();
    }

    long now() {
        return clock.instant().toEpochMilli();
    }

    String newFileId(B2Versions bucket) {
        return "4_z%s_f%015d".formatted(bucket.id(), count.incrementAndGet());
    }

    Tokens tokens() {
        return tokens;
    }

    B2Versions bucketOf(JsonNode request, B2Key key) {
        var id = request.path("bucketId").asString("");
        var found = buckets.values().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new B2Failure(400, "bad_bucket_id", "Bucket does not exist: " + id));
        key.requireBucket(found);
        return found;
    }

    /** The version of this id, in whichever bucket. */
    B2Versions holderOf(String fileId) {
        return buckets.values().stream()
                .filter(each -> each.byId(fileId).isPresent())
                .findFirst()
                .orElseThrow(() -> new B2Failure(400, "file_not_present", "File not present: " + fileId));
    }

    ObjectNode listBuckets(JsonNode request, B2Key key) {
        var name = request.path("bucketName").asString("");
        var id = request.path("bucketId").asString("");
        if (key.bucket() != null && !key.bucket().equals(name) && id.isEmpty()) {
            throw new B2Failure(401, "unauthorized", "the key is for one bucket, which must be named");
        }
        var answer = JSON.createObjectNode();
        var items = answer.putArray("buckets");
        for (var bucket : buckets.values()) {
            if ((name.isEmpty() || name.equals(bucket.name())) && (id.isEmpty() || id.equals(bucket.id()))) {
                key.requireBucket(bucket);
                var item = items.addObject().put("accountId", ACCOUNT).put("bucketId", bucket.id());
                item.put("bucketName", bucket.name())
                        .put("bucketType", "allPrivate")
                        .put("revision", 2);
                item.putObject("bucketInfo");
                item.putArray("lifecycleRules");
            }
        }
        return answer;
    }

    private Reply answer(Call call) {
        try {
            var mode = call.header("X-Bz-Test-Mode") == null ? testMode : call.header("X-Bz-Test-Mode");
            if ("force_cap_exceeded".equals(mode) && !call.path().contains("b2_authorize_account")) {
                throw new B2Failure(403, "storage_cap_exceeded", "Storage cap exceeded");
            }
            if (call.path().startsWith("/file/")) {
                return download(call);
            }
            var operation = OPERATION.matcher(call.path());
            if (!operation.matches()) {
                throw new B2Failure(404, "not_found", "no such interface");
            }
            return switch (operation.group(2)) {
                case "b2_authorize_account" -> authorize(call, operation.group(1));
                case "b2_upload_file", "b2_upload_part" -> uploads.answer(call, mode);
                default -> operate(call, operation, mode);
            };
        } catch (B2Failure e) {
            return e.reply();
        } catch (JacksonException e) {
            return new B2Failure(400, "bad_json", "not JSON").reply();
        }
    }

    private Reply operate(Call call, Matcher operation, @Nullable String mode) {
        if (!call.method().equals("POST")) {
            throw new B2Failure(405, "method_not_allowed", "only POST is supported");
        }
        if ("expire_some_account_authorization_tokens".equals(mode) && count.incrementAndGet() % 5 == 0) {
            tokens.expireAccounts();
        }
        var key = tokens.account(call.header("Authorization"));
        return Reply.json(200, operations.run(operation.group(2), JSON.readTree(call.body()), key));
    }

    private Reply authorize(Call call, String version) {
        var header = call.header("Authorization");
        if (header == null || !header.startsWith("Basic ")) {
            throw new B2Failure(401, "unauthorized", "no application key");
        }
        var pair = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        var key = keys.get(pair.substring(0, Math.max(0, colon)));
        if (key == null || !key.secret().equals(pair.substring(colon + 1))) {
            throw new B2Failure(401, "unauthorized", "invalid application key");
        }
        var answer = JSON.createObjectNode().put("accountId", ACCOUNT);
        answer.put("authorizationToken", tokens.newAccount(key));
        answer.put("applicationKeyExpirationTimestamp", (Long) null);
        var storage = answer.putObject("apiInfo").putObject("storageApi");
        var own = apiAddress == null ? endpoint().toString() : apiAddress;
        storage.put("apiUrl", own).put("downloadUrl", own).put("s3ApiUrl", own);
        storage.put("recommendedPartSize", operations.partBytes())
                .put("absoluteMinimumPartSize", LargeFiles.PART_BYTES_MIN);
        var allowed = version.equals("3") ? storage : storage.putObject("allowed");
        var capabilities = allowed.putArray("capabilities");
        key.capabilities().forEach(capabilities::add);
        allowed.put("namePrefix", key.namePrefix().isEmpty() ? null : key.namePrefix());
        var bucket = key.bucket() == null ? null : bucket(key.bucket());
        if (version.equals("3")) {
            allowed.put("bucketId", bucket == null ? null : bucket.id());
            allowed.put("bucketName", bucket == null ? null : bucket.name());
        } else if (bucket == null) {
            allowed.putNull("buckets");
        } else {
            allowed.putArray("buckets").addObject().put("id", bucket.id()).put("name", bucket.name());
        }
        return Reply.json(200, answer);
    }

    private Reply download(Call call) {
        var key = tokens.account(call.header("Authorization"));
        key.require("readFiles");
        var path = call.path().substring("/file/".length());
        int slash = path.indexOf('/');
        var bucket = buckets.get(Call.decode(path.substring(0, Math.max(0, slash))));
        var name = Call.decode(path.substring(slash + 1));
        var version = bucket == null ? null : bucket.visible(name).orElse(null);
        if (bucket == null || version == null) {
            throw new B2Failure(404, "not_found", "File with such name does not exist.");
        }
        key.requireBucket(bucket);
        key.requireName(name);
        var bytes = version.bytes();
        var asked = RANGE.matcher(call.header("Range") == null ? "" : String.valueOf(call.header("Range")));
        var reply = new Reply(200, Map.of("Content-Type", version.contentType()), bytes);
        if (asked.matches()) {
            long from = Long.parseLong(asked.group(1));
            if (from >= bytes.length) {
                throw new B2Failure(416, "range_not_satisfiable", "The Range in the request is outside the size");
            }
            long last = asked.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(asked.group(2));
            long end = Math.min(bytes.length - 1, last) + 1;
            reply = new Reply(206, reply.headers(), Arrays.copyOfRange(bytes, (int) from, (int) end))
                    .with("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + bytes.length);
        }
        for (var info : version.info().entrySet()) {
            reply = reply.with("X-Bz-Info-" + info.getKey(), info.getValue());
        }
        return reply.with("X-Bz-File-Id", version.id())
                .with("X-Bz-Content-Sha1", version.sha1())
                .with("X-Bz-Upload-Timestamp", Long.toString(version.uploaded()));
    }
}
