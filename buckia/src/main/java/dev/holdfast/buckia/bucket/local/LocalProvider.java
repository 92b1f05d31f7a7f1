package dev.holdfast.buckia.bucket.local;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketProvider;
import java.nio.file.Path;
import java.util.Set;

/** Opens folders as buckets: {@code local} or {@code file}, the bucket's name being the folder. */
public final class LocalProvider implements BucketProvider {

    /** For the service loader. */
    public LocalProvider() {}

    @Override
    public Set<String> names() {
        return Set.of("local", "file");
    }

    @Override
    public Bucket open(BucketConfig config) {
        return new LocalBucket(Path.of(config.bucketName()));
    }
}
