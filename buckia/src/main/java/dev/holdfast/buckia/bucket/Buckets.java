package dev.holdfast.buckia.bucket;

import java.util.ServiceLoader;
import java.util.TreeSet;

/** Opens buckets by their provider's name. */
public final class Buckets {
    private Buckets() {}

    /**
     * Opens a bucket, below its prefix; no request is made.
     *
     * @throws BucketException {@link BucketError#UNSUPPORTED} if nobody knows the provider, else as
     *     {@link BucketProvider#open}
     */
    public static Bucket open(BucketConfig config) {
        var known = new TreeSet<String>();
        for (BucketProvider provider : ServiceLoader.load(BucketProvider.class, Buckets.class.getClassLoader())) {
            if (provider.names().contains(config.provider())) {
                Bucket bucket = provider.open(config);
                return config.prefix().isEmpty() ? bucket : new PrefixedBucket(bucket, config.prefix());
            }
            known.addAll(provider.names());
        }
        throw new BucketException(
                BucketError.UNSUPPORTED, "no provider is called '" + config.provider() + "'; there are " + known);
    }
}
