package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.wire.Http;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** S3's uploads in parts. */
final class S3Multipart implements Bucket.Multipart {
    private static final int UNFINISHED_MAX = 1_000;

    private final Calls calls;
    private final Function<String, Optional<ObjectInfo>> head;

    /**
     * Of a bucket.
     *
     * @param head what lies under a key
     */
    S3Multipart(Calls calls, Function<String, Optional<ObjectInfo>> head) {
        this.calls = calls;
        this.head = head;
    }

    @Override
    public String start(String key) {
        var headers = Map.of("content-type", "application/octet-stream");
        var answer = Xml.read(calls.read("POST", Keys.check(key), Map.of("uploads", ""), headers, null), "");
        return required(answer, "UploadId");
    }

    @Override
    public Bucket.Part send(String key, String upload, int number, Body body) {
        var query = Map.of("partNumber", Integer.toString(number), "uploadId", Signature.encode(upload, false));
        var answer = calls.call("PUT", Keys.check(key), query, Map.of(), body);
        var unused = Http.small(answer);
        var tag = S3Bucket.tag(answer.headers().firstValue("ETag").orElse(""));
        return new Bucket.Part(number, body.length(), tag);
    }

    @Override
    public List<Bucket.Part> parts(String key, String upload) {
        var parts = new ArrayList<Bucket.Part>();
        var marker = "";
        try {
            do {
                marker = addParts(Keys.check(key), upload, marker, parts);
            } while (!marker.isEmpty());
            return parts;
        } catch (BucketException e) {
            if (e.error() == BucketError.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public ObjectInfo finish(String key, String upload, List<Bucket.Part> parts, Condition condition) {
        var body = new StringBuilder("<CompleteMultipartUpload>");
        var size = 0L;
        for (var part : parts) {
            size += part.size();
            body.append("<Part><PartNumber>")
                    .append(part.number())
                    .append("</PartNumber><ETag>\"")
                    .append(part.tag())
                    .append("\"</ETag></Part>");
        }
        var bytes = body.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8);
        var query = Map.of("uploadId", Signature.encode(upload, false));
        var headers = new HashMap<>(S3Bucket.headers(condition));
        headers.put("content-type", "application/xml");
        var answer = Xml.read(calls.read("POST", Keys.check(key), query, headers, Body.of(bytes)), "");
        if (answer.text("Code").equals("PreconditionFailed")) {
            // The status was sent before the condition was looked at.
            throw new BucketException(BucketError.CONDITION_FAILED, key + " isn't as wanted");
        }
        var tag = S3Bucket.tag(required(answer, "ETag"));
        return new ObjectInfo(key, size, tag, null, null);
    }

    /** The ETag of what was sent in parts is the MD5 of their MD5s, and how many they were. */
    @Override
    public Optional<ObjectInfo> finished(String key, String upload, List<Bucket.Part> parts) {
        if (!parts.stream().allMatch(part -> part.tag().matches("[0-9a-f]{32}"))) {
            return Optional.empty();
        }
        var sums = new ByteArrayOutputStream();
        parts.forEach(part -> sums.writeBytes(HexFormat.of().parseHex(part.tag())));
        var tag = Body.of(sums.toByteArray()).digest("MD5") + "-" + parts.size();
        long size = parts.stream().mapToLong(Bucket.Part::size).sum();
        return head.apply(key)
                .filter(there -> there.size() == size && there.tag().equals(tag));
    }

    @Override
    public void abort(String key, String upload) {
        try {
            var query = Map.of("uploadId", Signature.encode(upload, false));
            var unused = calls.read("DELETE", Keys.check(key), query, Map.of(), null);
        } catch (BucketException e) {
            if (e.error() != BucketError.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public List<Bucket.Unfinished> unfinished(String prefix) {
        var query = new HashMap<String, String>();
        query.put("uploads", "");
        query.put("encoding-type", "url");
        query.put("max-uploads", Integer.toString(UNFINISHED_MAX));
        if (!prefix.isEmpty()) {
            query.put("prefix", Signature.encode(Keys.checkPrefix(prefix), false));
        }
        var answer = Xml.read(calls.read("GET", "", query, Map.of(), null), "Upload");
        return answer.rows().stream()
                .map(row -> new Bucket.Unfinished(
                        URLDecoder.decode(row.getOrDefault("Key", ""), StandardCharsets.UTF_8),
                        row.getOrDefault("UploadId", "")))
                .toList();
    }

    /** Adds a page of parts; the marker of the next page, empty after the last. */
    private String addParts(String key, String upload, String marker, List<Bucket.Part> parts) {
        var query = new HashMap<String, String>();
        query.put("uploadId", Signature.encode(upload, false));
        if (!marker.isEmpty()) {
            query.put("part-number-marker", marker);
        }
        var answer = Xml.read(calls.read("GET", key, query, Map.of(), null), "Part");
        for (var row : answer.rows()) {
            parts.add(new Bucket.Part(
                    Integer.parseInt(row.getOrDefault("PartNumber", "0")),
                    Long.parseLong(row.getOrDefault("Size", "0")),
                    S3Bucket.tag(row.getOrDefault("ETag", ""))));
        }
        var next = answer.text("NextPartNumberMarker");
        return answer.text("IsTruncated").equals("true") && !next.equals(marker) ? next : "";
    }

    private static String required(Xml.Answer answer, String name) {
        var text = answer.text(name);
        if (text.isEmpty()) {
            throw new BucketException(
                    BucketError.UNAVAILABLE,
                    "the answer lacks " + name + ": " + answer.text("Code") + " " + answer.text("Message"));
        }
        return text;
    }
}
