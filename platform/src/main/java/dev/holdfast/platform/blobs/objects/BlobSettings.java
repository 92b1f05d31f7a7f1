package dev.holdfast.platform.blobs.objects;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where bytes are kept. Left out, the program brings its own store.
 *
 * @param endpoint Address of the S3 store, for example https://s3.example.org. Left out: the one of AWS in the region.
 * @param region Region that requests are signed for.
 * @param bucket Bucket that holds everything; made when it is missing. Empty: no store.
 * @param accessKey Access key. Left out: what the environment gives, as AWS's own tools find it.
 * @param secretKey Secret key.
 * @param publicUrl Address of the store for clients. Default: endpoint; of the embedded store, the host of holdfast.public-url once holdfast.host is no loopback address.
 * @param port Port of the embedded store. 0: a free one at the first start, the same ever after.
 * @param pathStyle Whether the bucket stands in the path and not in the host name.
 * @param allowedOrigins Origins whose pages may upload and download, for example https://holdfast.example.org.
 * @param presignTtl How long a signed address works.
 * @param maxUploadBytes Largest upload, in bytes.
 * @param quotaBytesSpace What one space may hold, in bytes.
 * @param quotaBytesAccount What one account may hold outside of spaces, in bytes.
 * @param keepDeleted How long bytes outlive the last row that wanted them: as long as backups reach back, from 1d.
 */
@ConfigurationProperties("holdfast.blobs")
public record BlobSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String bucket,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @Nullable String publicUrl,
        @DefaultValue("0") int port,
        @DefaultValue("true") boolean pathStyle,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("5m") Duration presignTtl,
        @DefaultValue("536870912") long maxUploadBytes,
        @DefaultValue("10737418240") long quotaBytesSpace,
        @DefaultValue("5368709120") long quotaBytesAccount,
        @DefaultValue("14d") Duration keepDeleted) {
    private static final long PUT_BYTES_MAX = 5_368_709_120L;
    private static final int PORT_MAX = 65_535;

    public BlobSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        if (maxUploadBytes < 1 || maxUploadBytes > PUT_BYTES_MAX) {
            throw new IllegalArgumentException("holdfast.blobs.max-upload-bytes must be 1 to " + PUT_BYTES_MAX);
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("holdfast.blobs.port must be 0 to " + PORT_MAX);
        }
        if (presignTtl.toSeconds() < 1 || presignTtl.toHours() > 24) {
            throw new IllegalArgumentException("holdfast.blobs.presign-ttl must be 1s to 24h");
        }
        if (keepDeleted.toDays() < 1 || keepDeleted.toDays() > 366) {
            throw new IllegalArgumentException("holdfast.blobs.keep-deleted must be 1d to 366d");
        }
    }

    /** Whether there is a store at all. */
    public boolean present() {
        return !bucket.isEmpty();
    }

    /** The store's address for clients; empty for AWS's own. */
    public String clients() {
        return publicUrl == null || publicUrl.isEmpty() ? endpoint : publicUrl;
    }

    @Override
    public String toString() {
        return "BlobSettings[endpoint=" + endpoint + ", bucket=" + bucket + "]";
    }
}
