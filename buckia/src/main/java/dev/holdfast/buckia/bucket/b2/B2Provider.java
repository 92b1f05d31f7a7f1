package dev.holdfast.buckia.bucket.b2;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.BucketProvider;
import dev.holdfast.buckia.bucket.wire.Endpoints;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Opens buckets of Backblaze B2. Credentials: {@code keyId} and {@code applicationKey}; the key may be for this bucket, or for
 * names below the prefix, alone. Without the capability {@code deleteFiles}, what is deleted is hidden.
 */
public final class B2Provider implements BucketProvider {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{1,62}");
    private static final String ENDPOINT = "https://api.backblazeb2.com";

    /** For the service loader. */
    public B2Provider() {}

    @Override
    public Set<String> names() {
        return Set.of("b2");
    }

    @Override
    public Bucket open(BucketConfig config) {
        var name = config.bucketName();
        if (!NAME.matcher(name).matches()) {
            throw new BucketException(BucketError.NO_BUCKET, "not a bucket's name: '" + name + "'");
        }
        var endpoint = Endpoints.parse(config.endpoint() == null ? ENDPOINT : config.endpoint());
        var key = new Account.Key(config.credential("keyId"), config.credential("applicationKey"));
        return new B2Bucket(new Account(endpoint, key, name, config.prefix()), name);
    }
}
