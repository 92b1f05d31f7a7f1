package dev.holdfast.buckia.bucket.bunny;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.BucketProvider;
import dev.holdfast.buckia.bucket.wire.Endpoints;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Opens storage zones of bunny.net, the bucket's name being the zone's. The region is the one where the zone was made ({@code de}
 * if none is given); the one credential is {@code accessKey}, the zone's password, not the account's key.
 */
public final class BunnyProvider implements BucketProvider {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,62}");
    private static final Set<String> REGIONS = Set.of("de", "uk", "ny", "la", "sg", "se", "br", "jh", "syd");

    /** For the service loader. */
    public BunnyProvider() {}

    @Override
    public Set<String> names() {
        return Set.of("bunny");
    }

    @Override
    public Bucket open(BucketConfig config) {
        var zone = config.bucketName();
        if (!NAME.matcher(zone).matches()) {
            throw new BucketException(BucketError.NO_BUCKET, "not a storage zone's name: '" + zone + "'");
        }
        var endpoint = config.endpoint() != null ? Endpoints.parse(config.endpoint()) : host(config);
        return new BunnyBucket(
                new Calls(URI.create(endpoint + "/" + zone), config.credential("accessKey"), zone), zone);
    }

    private static URI host(BucketConfig config) {
        var region = config.region() == null ? "de" : config.region();
        if (!REGIONS.contains(region)) {
            throw new BucketException(
                    BucketError.REFUSED, "bunny has no region '" + region + "'; there are " + new TreeSet<>(REGIONS));
        }
        return URI.create("https://" + (region.equals("de") ? "" : region + ".") + "storage.bunnycdn.com");
    }
}
