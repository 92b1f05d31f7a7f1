package dev.holdfast.buckia.bucket;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a bucket below a prefix, as a bucket. */
final class PrefixedBucket implements Bucket {
    private final Bucket whole;
    private final String prefix;

    PrefixedBucket(Bucket whole, String prefix) {
        this.whole = whole;
        this.prefix = prefix;
    }

    @Override
    public Traits traits() {
        return whole.traits();
    }

    @Override
    public String address() {
        return whole.address() + "/" + prefix.substring(0, prefix.length() - 1);
    }

    @Override
    public ObjectPage list(String below, @Nullable String cursor, int limit) {
        ObjectPage page = whole.list(prefix + below, cursor, limit);
        return new ObjectPage(page.objects().stream().map(this::inside).toList(), page.next());
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        return whole.head(prefix + key).map(this::inside);
    }

    @Override
    public Download get(String key, long from, long length) {
        Download download = whole.get(prefix + key, from, length);
        return new Download(inside(download.info()), download.stream());
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        return inside(whole.put(prefix + key, body, condition));
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        return inside(whole.copy(prefix + from, prefix + to));
    }

    @Override
    public void delete(String key) {
        whole.delete(prefix + key);
    }

    @Override
    public Optional<Multipart> multipart() {
        return whole.multipart().map(Below::new);
    }

    @Override
    public void check() {
        whole.check();
    }

    @Override
    public void close() {
        whole.close();
    }

    private ObjectInfo inside(ObjectInfo info) {
        return info.withKey(info.key().substring(prefix.length()));
    }

    private final class Below implements Multipart {
        private final Multipart parts;

        Below(Multipart parts) {
            this.parts = parts;
        }

        @Override
        public String start(String key) {
            return parts.start(prefix + key);
        }

        @Override
        public Part send(String key, String upload, int number, Body body) {
            return parts.send(prefix + key, upload, number, body);
        }

        @Override
        public List<Part> parts(String key, String upload) {
            return parts.parts(prefix + key, upload);
        }

        @Override
        public ObjectInfo finish(String key, String upload, List<Part> sent, Condition condition) {
            return inside(parts.finish(prefix + key, upload, sent, condition));
        }

        @Override
        public Optional<ObjectInfo> finished(String key, String upload, List<Part> sent) {
            return parts.finished(prefix + key, upload, sent).map(PrefixedBucket.this::inside);
        }

        @Override
        public void abort(String key, String upload) {
            parts.abort(prefix + key, upload);
        }

        @Override
        public List<Unfinished> unfinished(String below) {
            return parts.unfinished(prefix + below).stream()
                    .map(each -> new Unfinished(each.key().substring(prefix.length()), each.upload()))
                    .toList();
        }
    }
}
