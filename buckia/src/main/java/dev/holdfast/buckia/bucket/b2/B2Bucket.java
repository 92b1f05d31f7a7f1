package dev.holdfast.buckia.bucket.b2;

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
import dev.holdfast.buckia.bucket.wire.Percent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of B2. It has no conditions. An object's tag is its version's id, its checksum a SHA-1, which B2 checks when it arrives;
 * objects sent in parts have none. What is replaced stays as an older version until the object is deleted, which deletes them all,
 * or until the bucket's own lifecycle rule does.
 */
final class B2Bucket implements Bucket {
    static final long PART_BYTES_MIN = 5_000_000;
    static final long PUT_BYTES_MAX = 5_000_000_000L;

    private static final Traits TRAITS =
            new Traits(false, false, true, true, true, PUT_BYTES_MAX, PART_BYTES_MIN, PUT_BYTES_MAX, 10_000, "SHA-1");
    private static final int VERSIONS_PAGE = 1_000;

    private final Account account;
    private final UploadAddresses addresses;
    private final B2Multipart multipart;
    private final String name;

    B2Bucket(Account account, String name) {
        this.account = account;
        this.addresses = new UploadAddresses(account);
        this.multipart = new B2Multipart(account, addresses, this::head);
        this.name = name;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public String address() {
        return "b2://" + name;
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        var request = new HashMap<String, Object>();
        request.put("bucketId", account.bucketId());
        request.put("maxFileCount", limit);
        request.put("prefix", Keys.checkPrefix(prefix));
        if (cursor != null) {
            request.put("startFileName", cursor);
        }
        var said = account.call("b2_list_file_names", request, "files");
        var objects = said.rows().stream()
                .filter(row -> row.getOrDefault("action", "").equals("upload"))
                .map(B2Files::info)
                .toList();
        var next = said.text("nextFileName");
        return new ObjectPage(objects, next.isEmpty() ? null : next);
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        try {
            var answer = account.file("HEAD", B2Files.checked(key), Map.of());
            var unused = Http.small(answer);
            return Optional.of(B2Files.info(key, answer.headers()));
        } catch (BucketException e) {
            if (e.error() == BucketError.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Download get(String key, long from, long length) {
        boolean ranged = from > 0 || length >= 0;
        Map<String, String> headers = ranged
                ? Map.of("Range", "bytes=" + from + "-" + (length < 0 ? "" : from + Math.max(length, 1) - 1))
                : Map.of();
        try {
            var answer = account.file("GET", B2Files.checked(key), headers);
            var info = B2Files.info(key, answer.headers());
            if (!ranged) {
                return new Download(info, Checked.whole(answer.body(), info, TRAITS.digest()));
            }
            boolean part = answer.statusCode() == 206;
            return new Download(info, part ? answer.body() : Checked.skip(answer.body(), from, length));
        } catch (BucketException e) {
            if (e.error() == BucketError.RANGE && from == 0) {
                return get(key, 0, -1);
            }
            throw e;
        }
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        if (condition.kind() != Condition.Kind.NONE) {
            throw new BucketException(BucketError.UNSUPPORTED, address() + " can't put on a condition");
        }
        if (body.length() > PUT_BYTES_MAX) {
            throw new BucketException(BucketError.TOO_LARGE, key + " has more than " + PUT_BYTES_MAX + " bytes");
        }
        var headers = Map.of("X-Bz-File-Name", Percent.encode(B2Files.checked(key), true), "Content-Type", "b2/x-auto");
        return B2Files.info(addresses.file(headers, body, "upload of " + key).top());
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        var target = B2Files.checked(to);
        var source = head(from).orElseThrow(() -> new BucketException(BucketError.NOT_FOUND, "no object " + from));
        try {
            var request = Map.of("sourceFileId", source.tag(), "fileName", target);
            return B2Files.info(account.call("b2_copy_file", request, "").top());
        } catch (BucketException e) {
            if (e.error() != BucketError.TOO_LARGE) {
                throw e;
            }
            return multipart.copy(source, target, Math.max(PART_BYTES_MIN, account.partBytes()));
        }
    }

    /** Deletes all versions, the oldest first, so that an interruption brings none of them to light. */
    @Override
    public void delete(String key) {
        for (var version : versions(B2Files.checked(key)).reversed()) {
            try {
                var unused = account.call("b2_delete_file_version", Map.of("fileName", key, "fileId", version), "");
            } catch (BucketException e) {
                if (e.error() == BucketError.DENIED) {
                    hide(key);
                    return;
                }
                if (e.error() != BucketError.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Optional<Multipart> multipart() {
        return Optional.of(multipart);
    }

    /** Authorizes anew, which says whether the key is good and the bucket is there; a key for a prefix can't list it all. */
    @Override
    public void check() {
        account.authorize();
    }

    @Override
    public void close() {
        account.close();
    }

    /** The ids of an object's versions and of the markers that hide them, newest first. */
    private List<String> versions(String key) {
        var found = new ArrayList<String>();
        var next = "";
        do {
            var request = new HashMap<String, Object>();
            request.put("bucketId", account.bucketId());
            request.put("prefix", key);
            request.put("startFileName", key);
            request.put("maxFileCount", VERSIONS_PAGE);
            if (!next.isEmpty()) {
                request.put("startFileId", next);
            }
            var said = account.call("b2_list_file_versions", request, "files");
            for (var row : said.rows()) {
                boolean counts = Set.of("upload", "hide").contains(row.getOrDefault("action", ""));
                if (counts && row.getOrDefault("fileName", "").equals(key)) {
                    found.add(row.getOrDefault("fileId", ""));
                }
            }
            next = said.text("nextFileName").equals(key) ? said.text("nextFileId") : "";
        } while (!next.isEmpty());
        return found;
    }

    private void hide(String key) {
        try {
            var request = Map.of("bucketId", account.bucketId(), "fileName", key);
            var unused = account.call("b2_hide_file", request, "");
        } catch (BucketException e) {
            if (e.error() != BucketError.NOT_FOUND
                    && !String.valueOf(e.getMessage()).contains("already_hidden")) {
                throw e;
            }
        }
    }
}
