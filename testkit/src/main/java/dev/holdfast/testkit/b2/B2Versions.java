package dev.holdfast.testkit.b2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A bucket: all versions of all files, newest first. */
public final class B2Versions {
    private static final int NAME_BYTES_MAX = 1_024;
    private static final int SEGMENT_BYTES_MAX = 250;
    private static final int LIST_MAX = 10_000;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private final String id;
    private final String name;
    private final TreeMap<String, List<B2Version>> files = new TreeMap<>(B2Versions::compare);

    B2Versions(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /** The bucket's id. */
    public String id() {
        return id;
    }

    /** The bucket's name. */
    public String name() {
        return name;
    }

    /** The versions of a file, newest first. */
    public synchronized List<B2Version> of(String file) {
        return List.copyOf(files.getOrDefault(file, List.of()));
    }

    synchronized void add(B2Version version) {
        files.computeIfAbsent(version.name(), unused -> new ArrayList<>()).addFirst(version);
    }

    /** Ends a large file as one of its name's versions. */
    synchronized void finish(B2Version finished) {
        delete(finished.name(), finished.id());
        add(finished);
    }

    synchronized boolean delete(String file, String version) {
        var versions = files.get(file);
        if (versions == null || !versions.removeIf(each -> each.id().equals(version))) {
            return false;
        }
        if (versions.isEmpty()) {
            files.remove(file);
        }
        return true;
    }

    /** What a reader sees under a name: nothing if it is hidden. */
    synchronized Optional<B2Version> visible(String file) {
        return of(file).stream()
                .filter(each -> !each.action().equals("start"))
                .findFirst()
                .filter(each -> each.action().equals("upload"));
    }

    synchronized Optional<B2Version> byId(String version) {
        return files.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.id().equals(version))
                .findFirst();
    }

    /** {@code b2_list_file_names}. */
    synchronized ObjectNode names(String prefix, @Nullable String start, int most) {
        var answer = JsonMapper.shared().createObjectNode();
        var items = answer.putArray("files");
        var last = "";
        for (var file : files.tailMap(start == null ? prefix : start, true).keySet()) {
            var visible = visible(file);
            if (!file.startsWith(prefix) || visible.isEmpty()) {
                continue;
            }
            if (items.size() == limit(most)) {
                return answer.put("nextFileName", last + " ");
            }
            items.add(json(visible.get()));
            last = file;
        }
        return answer.put("nextFileName", (String) null);
    }

    /** {@code b2_list_file_versions}. */
    synchronized ObjectNode versions(String prefix, @Nullable String start, @Nullable String startId, int most) {
        var answer = JsonMapper.shared().createObjectNode();
        var items = answer.putArray("files");
        boolean begun = startId == null;
        for (var file : files.tailMap(start == null ? prefix : start, true).entrySet()) {
            if (!file.getKey().startsWith(prefix)) {
                continue;
            }
            for (var version : file.getValue()) {
                begun |= version.id().equals(startId);
                if (begun && items.size() == limit(most)) {
                    return answer.put("nextFileName", version.name()).put("nextFileId", version.id());
                }
                if (begun) {
                    items.add(json(version));
                }
            }
            begun = true;
        }
        return answer.put("nextFileName", (String) null).put("nextFileId", (String) null);
    }

    /** {@code b2_list_unfinished_large_files}. */
    synchronized ObjectNode unfinished(String prefix, @Nullable String startId, int most) {
        var answer = JsonMapper.shared().createObjectNode();
        var items = answer.putArray("files");
        boolean begun = startId == null;
        for (var versions : files.tailMap(prefix, true).values()) {
            for (var version : versions) {
                begun |= version.id().equals(startId);
                if (begun && version.action().equals("start") && version.name().startsWith(prefix)) {
                    if (items.size() == Math.min(most, 100)) {
                        return answer.put("nextFileId", version.id());
                    }
                    items.add(json(version));
                }
            }
        }
        return answer.put("nextFileId", (String) null);
    }

    ObjectNode json(B2Version version) {
        var item = JsonMapper.shared().createObjectNode();
        item.put("accountId", B2Server.ACCOUNT).put("bucketId", id);
        item.put("fileId", version.id()).put("fileName", version.name());
        item.put("action", version.action());
        boolean upload = version.action().equals("upload");
        item.put("contentLength", upload ? version.bytes().length : 0);
        item.put("contentType", version.action().equals("hide") ? null : version.contentType());
        item.put("contentSha1", upload ? version.sha1() : null);
        item.put("contentMd5", (String) null);
        var info = item.putObject("fileInfo");
        version.info().forEach(info::put);
        item.put("uploadTimestamp", version.uploaded());
        item.putObject("fileRetention").put("isClientAuthorizedToRead", false).put("value", (String) null);
        item.putObject("serverSideEncryption").put("algorithm", (String) null).put("mode", "none");
        item.put("replicationStatus", (String) null);
        return item;
    }

    static String checkName(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean segments = Arrays.stream(name.split("/", -1))
                .allMatch(each -> each.getBytes(StandardCharsets.UTF_8).length <= SEGMENT_BYTES_MAX);
        if (bytes.length == 0
                || bytes.length > NAME_BYTES_MAX
                || name.startsWith("/")
                || name.endsWith("/")
                || name.contains("//")
                || CONTROL.matcher(name).find()
                || !segments) {
            throw new B2Failure(400, "bad_request", "File names must not be like that: invalid file name");
        }
        return name;
    }

    private static int limit(int most) {
        if (most < 1 || most > LIST_MAX) {
            throw new B2Failure(400, "bad_request", "maxFileCount out of range");
        }
        return most;
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
