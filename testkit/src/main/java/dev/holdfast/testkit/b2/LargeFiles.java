package dev.holdfast.testkit.b2;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Large files that aren't finished, with the parts that have arrived. */
final class LargeFiles {
    static final int PART_BYTES_MIN = 5_000_000;

    private static final int PARTS_MAX = 10_000;
    private static final int LIST_MAX = 1_000;

    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    void start(B2Versions bucket, B2Version file) {
        bucket.add(file);
        begun.put(file.id(), new Begun(bucket, file, new TreeMap<>()));
    }

    Begun of(String file) {
        var found = begun.get(file);
        if (found == null) {
            throw new B2Failure(400, "bad_request", "No active upload for: " + file);
        }
        return found;
    }

    ObjectNode addPart(String file, int number, byte[] bytes) {
        if (number < 1 || number > PARTS_MAX) {
            throw new B2Failure(400, "bad_request", "Part number must be in range 1 - 10000");
        }
        var upload = of(file);
        synchronized (upload) {
            upload.parts().put(number, bytes);
        }
        return json(file, number, bytes);
    }

    ObjectNode parts(String file, int start, int most) {
        var upload = of(file);
        var answer = JsonMapper.shared().createObjectNode();
        var items = answer.putArray("parts");
        synchronized (upload) {
            for (var part : upload.parts().tailMap(start).entrySet()) {
                if (items.size() == Math.min(most, LIST_MAX)) {
                    return answer.put("nextPartNumber", part.getKey());
                }
                items.add(json(file, part.getKey(), part.getValue()));
            }
        }
        return answer.put("nextPartNumber", (Integer) null);
    }

    B2Version finish(String file, JsonNode sums, long now) {
        var upload = of(file);
        var content = new ByteArrayOutputStream();
        synchronized (upload) {
            int number = 1;
            for (var sum : sums) {
                var part = upload.parts().get(number);
                if (part == null) {
                    throw new B2Failure(400, "missing_part", "part number " + number + " has not been uploaded");
                }
                if (!B2Version.sha1(part).equals(sum.asString())) {
                    throw new B2Failure(400, "part_sha1_mismatch", "part number " + number + " has another sha1");
                }
                if (number < sums.size() && part.length < PART_BYTES_MIN) {
                    throw new B2Failure(400, "bad_request", "part number " + number + " is smaller than 5000000 bytes");
                }
                content.writeBytes(part);
                number++;
            }
            if (sums.size() != upload.parts().size()) {
                throw new B2Failure(400, "bad_request", "there are more parts than sums");
            }
        }
        begun.remove(file);
        var started = upload.file();
        var whole = new B2Version(
                file,
                started.name(),
                "upload",
                content.toByteArray(),
                started.contentType(),
                "none",
                started.info(),
                now);
        upload.bucket().finish(whole);
        return whole;
    }

    B2Version cancel(String file) {
        var upload = of(file);
        begun.remove(file);
        upload.bucket().delete(upload.file().name(), file);
        return upload.file();
    }

    private static ObjectNode json(String file, int number, byte[] bytes) {
        var item = JsonMapper.shared().createObjectNode();
        item.put("fileId", file).put("partNumber", number);
        return item.put("contentLength", bytes.length).put("contentSha1", B2Version.sha1(bytes));
    }

    record Begun(B2Versions bucket, B2Version file, TreeMap<Integer, byte[]> parts) {}
}
