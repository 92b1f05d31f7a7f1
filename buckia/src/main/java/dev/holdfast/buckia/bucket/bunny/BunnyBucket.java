package dev.holdfast.buckia.bucket.bunny;

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
import dev.holdfast.buckia.bucket.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A storage zone. It has no conditions, no copies and no parts: a copy goes through here, an upload is one request whatever its
 * size. An object's tag is its SHA-256, which Bunny checks when it arrives and tells when it lists. A download's answer doesn't
 * tell it, so a whole object costs two requests. A prefix costs a request a folder, five at a time.
 */
final class BunnyBucket implements Bucket {
    private static final Traits TRAITS =
            new Traits(false, false, false, true, false, Long.MAX_VALUE, 0, 0, 0, "SHA-256");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int READ_AT_ONCE_BYTES = 1 << 20;
    private static final int COPY_IN_MEMORY_BYTES = 8 << 20;
    private static final int LOOKS_MAX = 6;
    private static final int WALKS_MAX = 8;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LinkedHashMap<String, Walk> walks = new LinkedHashMap<>();
    private final Calls calls;
    private final String zone;

    BunnyBucket(Calls calls, String zone) {
        this.calls = calls;
        this.zone = zone;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public String address() {
        return "bunny://" + zone;
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        var below = Keys.checkPrefix(prefix);
        var known = cursor == null ? null : takeWalk(prefix, cursor);
        var walk = known != null ? known : new Walk(this::children, threads, below, cursor == null ? "" : cursor);
        var found = walk.next(limit);
        if (!walk.goesOn() || found.isEmpty()) {
            return new ObjectPage(found, null);
        }
        var next = found.getLast().key();
        keepWalk(prefix, next, walk);
        return new ObjectPage(found, next);
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        try {
            var answer = calls.call("DESCRIBE", checked(key), Map.of(), null);
            var item = Json.read(Http.small(answer), "").top();
            return isFolder(item) ? Optional.empty() : Optional.of(info(key, item));
        } catch (BucketException e) {
            if (e.error() == BucketError.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Download get(String key, long from, long length) {
        return from > 0 || length >= 0 ? range(checked(key), from, length) : whole(checked(key));
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        if (condition.kind() != Condition.Kind.NONE) {
            throw new BucketException(BucketError.UNSUPPORTED, address() + " can't put on a condition");
        }
        var name = checked(key);
        var sum = body.digest("SHA-256");
        var headers = Map.of("Content-Type", "application/octet-stream", "Checksum", sum.toUpperCase(Locale.ROOT));
        var unused = Http.small(calls.call("PUT", name, headers, body));
        return new ObjectInfo(key, body.length(), sum, sum, null);
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        var target = checked(to);
        try (var download = get(from)) {
            if (download.info().size() <= COPY_IN_MEMORY_BYTES) {
                return put(target, Body.of(download.stream().readAllBytes()));
            }
            var spooled = Files.createTempFile("buckia-copy-", "");
            try {
                Files.copy(download.stream(), spooled, StandardCopyOption.REPLACE_EXISTING);
                return put(target, Body.of(spooled, 0, Files.size(spooled)));
            } finally {
                Files.deleteIfExists(spooled);
            }
        } catch (IOException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the copy of " + from + " broke off", e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            calls.delete(checked(key));
        } catch (BucketException e) {
            if (e.error() != BucketError.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Multipart> multipart() {
        return Optional.empty();
    }

    /** Looks at one name: listing the root could be the dearest call of all, since it comes whole. */
    @Override
    public void check() {
        var unused = head(".buckia");
    }

    @Override
    public void close() {
        threads.shutdownNow();
        calls.close();
    }

    private Download range(String key, long from, long length) {
        var range = "bytes=" + from + "-" + (length < 0 ? "" : from + Math.max(length, 1) - 1);
        try {
            var answer = calls.call("GET", key, Map.of("Range", range), null);
            boolean part = answer.statusCode() == 206;
            long size = part ? total(answer) : size(answer);
            if (!part && from > 0 && from >= size) {
                var unused = Http.small(answer);
                throw new BucketException(BucketError.RANGE, key + " has " + size + " bytes, none from " + from);
            }
            var stream = part ? answer.body() : Checked.skip(answer.body(), from, length);
            return new Download(new ObjectInfo(key, size, "", null, null), stream);
        } catch (BucketException e) {
            if (e.error() == BucketError.RANGE && from == 0) {
                return whole(key);
            }
            throw e;
        }
    }

    /**
     * A whole object, compared with what Bunny says of it. The two are separate requests between which others may write, so a
     * small object counts as read when its bytes fit any of what was said meanwhile; a large one is compared as it is read.
     */
    private Download whole(String key) {
        var said = new HashMap<String, ObjectInfo>();
        var arrived = new HashMap<String, byte[]>();
        for (int look = 1; look <= LOOKS_MAX; look++) {
            var info = head(key).orElseThrow(() -> new BucketException(BucketError.NOT_FOUND, "no object " + key));
            var answer = calls.call("GET", key, Map.of(), null);
            if (info.checksum() == null || info.size() > READ_AT_ONCE_BYTES || size(answer) > READ_AT_ONCE_BYTES) {
                return new Download(info, Checked.whole(answer.body(), info, TRAITS.digest()));
            }
            var bytes = Http.all(answer);
            said.put(info.checksum(), info);
            arrived.put(Body.of(bytes).digest(TRAITS.digest()), bytes);
            for (var each : arrived.entrySet()) {
                var fitting = said.get(each.getKey());
                if (fitting != null) {
                    return new Download(fitting, new ByteArrayInputStream(each.getValue()));
                }
            }
        }
        throw new BucketException(BucketError.CHECKSUM, key + " arrived changed: its SHA-256 isn't what Bunny says");
    }

    private List<Walk.Child> children(String folder) {
        var children = new ArrayList<Walk.Child>();
        try {
            calls.list(folder, item -> {
                var key = folder + item.getOrDefault("ObjectName", "");
                children.add(isFolder(item) ? new Walk.Child(key + "/", null) : new Walk.Child(key, info(key, item)));
            });
        } catch (BucketException e) {
            // A folder that isn't there is an empty list to some and a 404 to others.
            if (e.error() != BucketError.NOT_FOUND) {
                throw e;
            }
        }
        return children;
    }

    private @Nullable Walk takeWalk(String prefix, String cursor) {
        synchronized (walks) {
            return walks.remove(prefix + "\n" + cursor);
        }
    }

    private void keepWalk(String prefix, String cursor, Walk walk) {
        synchronized (walks) {
            walks.put(prefix + "\n" + cursor, walk);
            if (walks.size() > WALKS_MAX) {
                walks.pollFirstEntry();
            }
        }
    }

    private static boolean isFolder(Map<String, String> item) {
        return item.getOrDefault("IsDirectory", "").equals("true");
    }

    private static ObjectInfo info(String key, Map<String, String> item) {
        var changed = item.getOrDefault("LastChanged", "");
        var said = item.getOrDefault("Checksum", "").toLowerCase(Locale.ROOT);
        var sum = SHA256.matcher(said).matches() ? said : null;
        long size = Long.parseLong(item.getOrDefault("Length", "0"));
        // A file whose sum isn't known changes with each upload's id and time.
        var tag = sum != null ? sum : item.getOrDefault("Guid", "") + "-" + changed + "-" + size;
        return new ObjectInfo(key, size, tag, sum, time(changed));
    }

    /** Times come without a zone and with any number of digits; they are in UTC. */
    private static @Nullable Instant time(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException _) {
                return null;
            }
        }
    }

    private static long size(HttpResponse<InputStream> answer) {
        return answer.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    private static long total(HttpResponse<InputStream> answer) {
        var range = answer.headers().firstValue("Content-Range").orElse("/0");
        return Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }

    private static String checked(String key) {
        for (var segment : Keys.check(key).split("/", -1)) {
            if (segment.startsWith(" ") || segment.endsWith(" ")) {
                throw new BucketException(
                        BucketError.BAD_KEY, "Bunny takes no name that begins or ends with a space: '" + key + "'");
            }
        }
        return key;
    }
}
