package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.BucketProvider;
import dev.holdfast.buckia.bucket.MachineClock;
import dev.holdfast.buckia.bucket.wire.Endpoints;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Opens buckets of services that speak S3: {@code s3} (AWS, or any by its endpoint), {@code linode} (region = cluster) and
 * {@code cubbit}. Credentials: {@code accessKeyId}, {@code secretAccessKey}, and {@code sessionToken} if there is one.
 */
public final class S3Provider implements BucketProvider {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    /** For the service loader. */
    public S3Provider() {}

    @Override
    public Set<String> names() {
        return Set.of("s3", "linode", "cubbit");
    }

    @Override
    public Bucket open(BucketConfig config) {
        var name = config.bucketName();
        if (!NAME.matcher(name).matches()) {
            throw new BucketException(BucketError.NO_BUCKET, "not a bucket's name: '" + name + "'");
        }
        var region = region(config);
        var signature = new Signature(
                config.credential("accessKeyId"),
                config.credential("secretAccessKey"),
                config.credentials().get("sessionToken"),
                region);
        var calls = new Calls(root(config, name, region), signature, MachineClock.INSTANCE);
        return new S3Bucket(calls, name, config.provider().equals("s3"));
    }

    private static String region(BucketConfig config) {
        var region = config.region() != null
                ? config.region()
                : switch (config.provider()) {
                    case "cubbit" -> "eu-west-1";
                    case "linode" -> config.endpoint() == null ? "" : "us-east-1";
                    default -> "us-east-1";
                };
        if (!REGION.matcher(region).matches()) {
            throw new BucketException(
                    BucketError.REFUSED, config.provider() + " needs a region (its cluster, such as us-east-1)");
        }
        return region;
    }

    private static URI root(BucketConfig config, String name, String region) {
        var given = config.endpoint();
        if (given == null) {
            return URI.create(
                    switch (config.provider()) {
                        case "linode" -> "https://" + region + ".linodeobjects.com/" + name;
                        case "cubbit" -> "https://s3.cubbit.eu/" + name;
                        default ->
                            name.contains(".")
                                    ? "https://s3." + region + ".amazonaws.com/" + name
                                    : "https://" + name + ".s3." + region + ".amazonaws.com";
                    });
        }
        return URI.create(Endpoints.parse(given) + "/" + name);
    }
}
