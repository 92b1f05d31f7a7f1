package dev.holdfast.buckia.bucket.b2;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.bucket.ObjectInfo;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What B2 says of a file, in an answer or in a download's headers. */
final class B2Files {
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final int SEGMENT_BYTES_MAX = 250;

    private B2Files() {}

    static ObjectInfo info(Map<String, String> row) {
        return new ObjectInfo(
                row.getOrDefault("fileName", ""),
                Long.parseLong(row.getOrDefault("contentLength", "0")),
                row.getOrDefault("fileId", ""),
                sha1(row.getOrDefault("contentSha1", ""), row.getOrDefault("fileInfo.large_file_sha1", "")),
                time(row.getOrDefault("uploadTimestamp", "")));
    }

    static ObjectInfo info(String key, HttpHeaders headers) {
        long size = headers.firstValue("Content-Range")
                .map(range -> Long.parseLong(range.substring(range.lastIndexOf('/') + 1)))
                .orElseGet(() -> headers.firstValueAsLong("Content-Length").orElse(0));
        var sum = sha1(
                headers.firstValue("X-Bz-Content-Sha1").orElse(""),
                headers.firstValue("X-Bz-Info-large_file_sha1").orElse(""));
        var id = headers.firstValue("X-Bz-File-Id").orElse("");
        return new ObjectInfo(
                key,
                size,
                id,
                sum,
                time(headers.firstValue("X-Bz-Upload-Timestamp").orElse("")));
    }

    /** A key that B2 takes: as everybody's, and with shorter segments. */
    static String checked(String key) {
        for (var segment : Keys.check(key).split("/", -1)) {
            if (segment.getBytes(StandardCharsets.UTF_8).length > SEGMENT_BYTES_MAX) {
                throw new BucketException(
                        BucketError.BAD_KEY, "B2 takes no more than 250 bytes between slashes: '" + segment + "'");
            }
        }
        return key;
    }

    /** The file's own sum; of a large file, the one that whoever sent it says. One that wasn't verified is none. */
    private static @Nullable String sha1(String own, String large) {
        return SHA1.matcher(own).matches() ? own : SHA1.matcher(large).matches() ? large : null;
    }

    private static @Nullable Instant time(String milliseconds) {
        return milliseconds.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(milliseconds));
    }
}
