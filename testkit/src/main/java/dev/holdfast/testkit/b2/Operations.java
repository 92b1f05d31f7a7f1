package dev.holdfast.testkit.b2;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The calls that take and give JSON. */
final class Operations {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long PART_BYTES_RECOMMENDED = 100_000_000;
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");
    private static final Map<String, String> CAPABILITIES = Map.ofEntries(
            Map.entry("b2_list_buckets", "listBuckets"),
            Map.entry("b2_list_file_names", "listFiles"),
            Map.entry("b2_list_file_versions", "listFiles"),
            Map.entry("b2_list_unfinished_large_files", "listFiles"),
            Map.entry("b2_delete_file_version", "deleteFiles"));

    private final B2Server server;
    private final LargeFiles largeFiles;
    private volatile long copyBytesMax = 5_000_000_000L;

    Operations(B2Server server, LargeFiles largeFiles) {
        this.server = server;
        this.largeFiles = largeFiles;
    }

    void copyBytesMax(long bytes) {
        copyBytesMax = bytes;
    }

    long partBytes() {
        return Math.clamp(copyBytesMax, LargeFiles.PART_BYTES_MIN, PART_BYTES_RECOMMENDED);
    }

    ObjectNode run(String operation, JsonNode request, B2Key key) {
        key.require(CAPABILITIES.getOrDefault(operation, "writeFiles"));
        return switch (operation) {
            case "b2_list_buckets" -> server.listBuckets(request, key);
            case "b2_list_file_names", "b2_list_file_versions", "b2_list_unfinished_large_files" ->
                list(operation, request, key);
            case "b2_get_upload_url" -> uploadUrl(server.bucketOf(request, key));
            case "b2_get_upload_part_url" -> partUrl(text(request, "fileId"));
            case "b2_start_large_file" -> start(request, key);
            case "b2_list_parts" -> {
                int start = request.path("startPartNumber").asInt(1);
                yield largeFiles.parts(
                        text(request, "fileId"),
                        start,
                        request.path("maxPartCount").asInt(100));
            }
            case "b2_finish_large_file" -> {
                var bucket = largeFiles.of(text(request, "fileId")).bucket();
                yield bucket.json(
                        largeFiles.finish(text(request, "fileId"), request.path("partSha1Array"), server.now()));
            }
            case "b2_cancel_large_file" -> {
                var canceled = largeFiles.cancel(text(request, "fileId"));
                yield JSON.createObjectNode().put("fileId", canceled.id()).put("fileName", canceled.name());
            }
            case "b2_copy_file" -> copy(request, key);
            case "b2_copy_part" -> copyPart(request);
            case "b2_hide_file" -> hide(request, key);
            case "b2_delete_file_version" -> delete(request, key);
            default -> throw new B2Failure(400, "bad_request", "no such operation: " + operation);
        };
    }

    private ObjectNode list(String operation, JsonNode request, B2Key key) {
        var bucket = server.bucketOf(request, key);
        boolean large = operation.equals("b2_list_unfinished_large_files");
        var prefix = request.path(large ? "namePrefix" : "prefix").asString("");
        key.requireName(prefix);
        var start = optional(request, "startFileName");
        var startId = optional(request, "startFileId");
        int most = request.path("maxFileCount").asInt(100);
        return switch (operation) {
            case "b2_list_file_names" -> bucket.names(prefix, start, most);
            case "b2_list_file_versions" -> bucket.versions(prefix, start, startId, most);
            default -> bucket.unfinished(prefix, startId, most);
        };
    }

    private ObjectNode uploadUrl(B2Versions bucket) {
        var answer = JSON.createObjectNode().put("bucketId", bucket.id());
        answer.put("uploadUrl", server.endpoint() + "/b2api/v4/b2_upload_file/pod-000-1000-00/" + bucket.id());
        return answer.put("authorizationToken", server.tokens().newUpload(bucket.id()));
    }

    private ObjectNode partUrl(String file) {
        var unused = largeFiles.of(file);
        var answer = JSON.createObjectNode().put("fileId", file);
        answer.put("uploadUrl", server.endpoint() + "/b2api/v4/b2_upload_part/" + file);
        return answer.put("authorizationToken", server.tokens().newUpload(file));
    }

    private ObjectNode start(JsonNode request, B2Key key) {
        var bucket = server.bucketOf(request, key);
        var name = name(request, key);
        var info = new TreeMap<String, String>();
        request.path("fileInfo")
                .properties()
                .forEach(each -> info.put(each.getKey(), each.getValue().asString()));
        var file = new B2Version(
                server.newFileId(bucket),
                name,
                "start",
                new byte[0],
                text(request, "contentType"),
                "none",
                info,
                server.now());
        largeFiles.start(bucket, file);
        return bucket.json(file);
    }

    private ObjectNode copy(JsonNode request, B2Key key) {
        var source = source(request);
        if (source.bytes().length > copyBytesMax) {
            throw new B2Failure(400, "source_too_large", "Copy source too big: " + source.bytes().length);
        }
        var bucket = server.holderOf(source.id());
        key.requireBucket(bucket);
        var copy = new B2Version(
                server.newFileId(bucket),
                name(request, key),
                "upload",
                source.bytes(),
                source.contentType(),
                source.sha1(),
                source.info(),
                server.now());
        bucket.add(copy);
        return bucket.json(copy);
    }

    private ObjectNode copyPart(JsonNode request) {
        var bytes = source(request).bytes();
        var range = RANGE.matcher(request.path("range").asString(""));
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            if (from > last || last >= bytes.length) {
                throw new B2Failure(400, "bad_request", "the range isn't within the source");
            }
            bytes = Arrays.copyOfRange(bytes, from, last + 1);
        }
        return largeFiles.addPart(
                text(request, "largeFileId"), request.path("partNumber").asInt(0), bytes);
    }

    private ObjectNode hide(JsonNode request, B2Key key) {
        var bucket = server.bucketOf(request, key);
        var name = name(request, key);
        var versions = bucket.of(name);
        if (versions.isEmpty()) {
            throw new B2Failure(400, "no_such_file", "File not present: " + name);
        }
        if (bucket.visible(name).isEmpty()) {
            throw new B2Failure(400, "already_hidden", "File already hidden: " + name);
        }
        var marker = new B2Version(
                server.newFileId(bucket),
                name,
                "hide",
                new byte[0],
                "application/x-bz-hide-marker",
                "",
                Map.of(),
                server.now());
        bucket.add(marker);
        return bucket.json(marker);
    }

    private ObjectNode delete(JsonNode request, B2Key key) {
        var id = text(request, "fileId");
        var name = name(request, key);
        var bucket = server.holderOf(id);
        key.requireBucket(bucket);
        if (!bucket.delete(name, id)) {
            throw new B2Failure(400, "file_not_present", "File not present: " + name);
        }
        return JSON.createObjectNode().put("fileId", id).put("fileName", name);
    }

    private B2Version source(JsonNode request) {
        var id = text(request, "sourceFileId");
        return server.holderOf(id).byId(id).orElseThrow(() -> new B2Failure(400, "file_not_present", id));
    }

    private static String name(JsonNode request, B2Key key) {
        var name = B2Versions.checkName(text(request, "fileName"));
        key.requireName(name);
        return name;
    }

    private static String text(JsonNode request, String name) {
        var value = optional(request, name);
        if (value == null) {
            throw new B2Failure(400, "bad_request", "required field " + name + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(JsonNode request, String name) {
        var value = request.path(name);
        return value.isString() ? value.stringValue() : null;
    }
}
