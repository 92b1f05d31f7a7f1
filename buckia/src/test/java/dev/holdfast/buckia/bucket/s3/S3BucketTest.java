package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketContract;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.embedded.EmbeddedObjectStore;
import dev.holdfast.testkit.TestObjects;
import java.util.Map;

class S3BucketTest extends BucketContract {
    private final EmbeddedObjectStore store = TestObjects.server();

    @Override
    protected Bucket open() {
        TestObjects fresh = TestObjects.fresh();
        store.createBucket(fresh.bucket());
        return open(fresh.bucket(), store.secretKey());
    }

    @Override
    protected Bucket openMissing() {
        return open("there-is-none", store.secretKey());
    }

    @Override
    protected Bucket openWithWrongKey() {
        TestObjects fresh = TestObjects.fresh();
        store.createBucket(fresh.bucket());
        return open(fresh.bucket(), "wrong");
    }

    private Bucket open(String bucket, String secret) {
        return Buckets.open(
                new BucketConfig("s3", bucket, Map.of("accessKeyId", store.accessKey(), "secretAccessKey", secret))
                        .withEndpoint(store.endpoint().toString()));
    }
}
