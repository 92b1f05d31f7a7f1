package dev.holdfast.buckia.bucket.steady;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.Download;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.bucket.ObjectPage;
import dev.holdfast.buckia.bucket.Traits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any bucket, with retries, limits and counts. A download that breaks while it is read is the reader's to begin again. */
public final class SteadyBucket implements Bucket {
    private final Bucket inner;
    private final Retries retries;
    private final Limits limits;
    private final Traffic traffic;

    /** Wraps a bucket, which it closes. */
    public SteadyBucket(Bucket inner, Retries retries, Limits limits, Traffic traffic) {
        this.inner = inner;
        this.retries = retries;
        this.limits = limits;
        this.traffic = traffic;
    }

    /** What has passed. */
    public Traffic traffic() {
        return traffic;
    }

    /** For callers that try again as a whole what they read. */
    public Retries retries() {
        return retries;
    }

    @Override
    public Traits traits() {
        return inner.traits();
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String cursor, int limit) {
        return request(() -> inner.list(prefix, cursor, limit));
    }

    @Override
    public Optional<ObjectInfo> head(String key) {
        return request(() -> inner.head(key));
    }

    @Override
    public Download get(String key, long from, long length) {
        Download download = request(() -> inner.get(key, from, length));
        return new Download(download.info(), new Counted(download.stream()));
    }

    @Override
    public ObjectInfo put(String key, Body body, Condition condition) {
        return sending(body, () -> inner.put(key, body, condition));
    }

    @Override
    public ObjectInfo copy(String from, String to) {
        return request(() -> inner.copy(from, to));
    }

    @Override
    public void delete(String key) {
        var unused = request(() -> {
            inner.delete(key);
            return true;
        });
    }

    @Override
    public Optional<Multipart> multipart() {
        return inner.multipart().map(Parts::new);
    }

    @Override
    public void check() {
        traffic.request();
        inner.check();
    }

    @Override
    public void close() {
        inner.close();
    }

    private <T> T request(Supplier<T> call) {
        return retries.of(() -> {
            limits.request();
            traffic.request();
            return call.get();
        });
    }

    private <T> T sending(Body body, Supplier<T> call) {
        return request(() -> {
            limits.bytes(body.length());
            traffic.sent(body.length());
            return call.get();
        });
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            if (read > 0) {
                traffic.received(read);
                limits.bytes(read);
            }
            return read;
        }
    }

    private final class Parts implements Multipart {
        private final Multipart parts;

        Parts(Multipart parts) {
            this.parts = parts;
        }

        @Override
        public String start(String key) {
            return request(() -> parts.start(key));
        }

        @Override
        public Part send(String key, String upload, int number, Body body) {
            return sending(body, () -> parts.send(key, upload, number, body));
        }

        @Override
        public List<Part> parts(String key, String upload) {
            return request(() -> parts.parts(key, upload));
        }

        @Override
        public ObjectInfo finish(String key, String upload, List<Part> sent, Condition condition) {
            return request(() -> parts.finish(key, upload, sent, condition));
        }

        @Override
        public Optional<ObjectInfo> finished(String key, String upload, List<Part> sent) {
            return request(() -> parts.finished(key, upload, sent));
        }

        @Override
        public void abort(String key, String upload) {
            var unused = request(() -> {
                parts.abort(key, upload);
                return true;
            });
        }

        @Override
        public List<Unfinished> unfinished(String prefix) {
            return request(() -> parts.unfinished(prefix));
        }
    }
}
