package dev.holdfast.buckia.bucket;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, and what opens it. Nothing is asked of the provider before the first call that needs it.
 *
 * @param provider {@code s3}, {@code linode}, {@code cubbit}, {@code b2}, {@code bunny}, {@code local}, or what a
 *     {@link BucketProvider} on the class path names
 * @param bucketName the bucket, zone, or for {@code local} the folder
 * @param credentials the provider's own names: {@code accessKeyId}, {@code secretAccessKey}, {@code sessionToken} (s3 and its
 *     kin), {@code keyId}, {@code applicationKey} (b2), {@code accessKey} (bunny); never shown
 * @param endpoint address of the service where it isn't given by provider and region, or null
 * @param region the provider's region, or null for its default
 * @param prefix what lies before all keys: empty or ends with {@code /}
 */
public record BucketConfig(
        String provider,
        String bucketName,
        Map<String, String> credentials,
        @Nullable String endpoint,
        @Nullable String region,
        String prefix) {

    /** Checks the prefix and copies the credentials. */
    public BucketConfig {
        credentials = Map.copyOf(credentials);
        prefix = Keys.checkPrefix(prefix);
    }

    /** A bucket at its provider's usual address, without a prefix. */
    public BucketConfig(String provider, String bucketName, Map<String, String> credentials) {
        this(provider, bucketName, credentials, null, null, "");
    }

    /** The same at another address. */
    public BucketConfig withEndpoint(@Nullable String other) {
        return new BucketConfig(provider, bucketName, credentials, other, region, prefix);
    }

    /** The same in another region. */
    public BucketConfig withRegion(@Nullable String other) {
        return new BucketConfig(provider, bucketName, credentials, endpoint, other, prefix);
    }

    /** The same below a prefix. */
    public BucketConfig withPrefix(String other) {
        return new BucketConfig(provider, bucketName, credentials, endpoint, region, other);
    }

    /**
     * One of the credentials.
     *
     * @throws BucketException with {@link BucketError#CREDENTIALS} if it is missing
     */
    public String credential(String name) {
        String value = credentials.get(name);
        if (value == null || value.isBlank()) {
            throw new BucketException(
                    BucketError.CREDENTIALS, "the provider " + provider + " needs the credential '" + name + "'");
        }
        return value;
    }

    /** Everything but the credentials. */
    @Override
    public String toString() {
        return provider + "://" + bucketName + "/" + prefix + (endpoint == null ? "" : " at " + endpoint);
    }
}
