package dev.holdfast.buckia.bucket.b2;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** B2's large files. Their parts have no gaps: numbers go from 1 on, and all that were sent are finished. */
final class B2Multipart implements Bucket.Multipart {
    private static final int UNFINISHED_MAX = 1_000;
    private static final int PAGE = 100;
    private static final int PARTS_PAGE = 1_000;

    private final Account account;
    private final UploadAddresses addresses;
    private final Function<String, Optional<ObjectInfo>> head;

    /**
     * Of an account.
     *
     * @param head what lies under a key
     */
    B2Multipart(Account account, UploadAddresses addresses, Function<String, Optional<ObjectInfo>> head) {
        this.head = head;
        this.account = account;
        this.addresses = addresses;
    }

    @Override
    public String start(String key) {
        var request = Map.of(
                "bucketId",
                account.bucketId(),
                "fileName",
                B2Files.checked(key),
                "contentType",
                "b2/x-auto",
                "fileInfo",
                Map.of());
        return account.call("b2_start_large_file", request, "").text("fileId");
    }

    @Override
    public Bucket.Part send(String key, String upload, int number, Body body) {
        var headers = Map.of("X-Bz-Part-Number", Integer.toString(number));
        var said = addresses.part(upload, headers, body, "part " + number + " of " + key);
        return new Bucket.Part(number, body.length(), said.text("contentSha1"));
    }

    @Override
    public List<Bucket.Part> parts(String key, String upload) {
        var parts = new ArrayList<Bucket.Part>();
        try {
            for (var next = "1"; !next.isEmpty(); ) {
                var request =
                        Map.of("fileId", upload, "startPartNumber", Integer.parseInt(next), "maxPartCount", PARTS_PAGE);
                var said = account.call("b2_list_parts", request, "parts");
                said.rows().forEach(row -> parts.add(part(row)));
                next = said.text("nextPartNumber");
            }
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
        if (condition.kind() != Condition.Kind.NONE) {
            throw new BucketException(BucketError.UNSUPPORTED, "B2 can't finish " + key + " on a condition");
        }
        var sums = parts.stream().map(Bucket.Part::tag).toList();
        var said = account.call("b2_finish_large_file", Map.of("fileId", upload, "partSha1Array", sums), "");
        addresses.forget(upload);
        return B2Files.info(said.top());
    }

    /** An upload's id becomes the version's. */
    @Override
    public Optional<ObjectInfo> finished(String key, String upload, List<Bucket.Part> parts) {
        return head.apply(key).filter(there -> there.tag().equals(upload));
    }

    @Override
    public void abort(String key, String upload) {
        addresses.forget(upload);
        try {
            var unused = account.call("b2_cancel_large_file", Map.of("fileId", upload), "");
        } catch (BucketException e) {
            if (e.error() != BucketError.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public List<Bucket.Unfinished> unfinished(String prefix) {
        var found = new ArrayList<Bucket.Unfinished>();
        var next = "";
        do {
            var request = new HashMap<String, Object>();
            request.put("bucketId", account.bucketId());
            request.put("maxFileCount", PAGE);
            if (!prefix.isEmpty()) {
                request.put("namePrefix", Keys.checkPrefix(prefix));
            }
            if (!next.isEmpty()) {
                request.put("startFileId", next);
            }
            var said = account.call("b2_list_unfinished_large_files", request, "files");
            for (var row : said.rows()) {
                found.add(new Bucket.Unfinished(row.getOrDefault("fileName", ""), row.getOrDefault("fileId", "")));
            }
            next = said.text("nextFileId");
        } while (!next.isEmpty() && found.size() < UNFINISHED_MAX);
        return found;
    }

    /** Makes a large file of another one's stretches, without their bytes coming here. */
    ObjectInfo copy(ObjectInfo source, String to, long partBytes) {
        var upload = start(to);
        var parts = new ArrayList<Bucket.Part>();
        for (long from = 0; from < source.size(); from += partBytes) {
            long last = Math.min(source.size(), from + partBytes) - 1;
            var request = Map.of(
                    "sourceFileId",
                    source.tag(),
                    "largeFileId",
                    upload,
                    "partNumber",
                    parts.size() + 1,
                    "range",
                    "bytes=" + from + "-" + last);
            parts.add(part(account.call("b2_copy_part", request, "").top()));
        }
        return finish(to, upload, parts);
    }

    private static Bucket.Part part(Map<String, String> row) {
        return new Bucket.Part(
                Integer.parseInt(row.getOrDefault("partNumber", "0")),
                Long.parseLong(row.getOrDefault("contentLength", "0")),
                row.getOrDefault("contentSha1", ""));
    }
}
