package dev.holdfast.platform.blobs.objects;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes the bucket when it is missing and lets the settings' origins use it, as far as the store allows either. */
@Component
final class BucketAtStart implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(BucketAtStart.class);
    private static final int MISSING = 404;
    private static final int PREFLIGHT_KEPT_SECONDS = 3_600;

    private final BlobSettings settings;
    private final ObjectProvider<S3Client> clients;

    BucketAtStart(BlobSettings settings, ObjectProvider<S3Client> clients) {
        this.settings = settings;
        this.clients = clients;
    }

    @Override
    public void afterSingletonsInstantiated() {
        clients.ifAvailable(client -> {
            try {
                make(client);
                allowOrigins(client);
            } catch (SdkException e) {
                log.warn("The object store can't be reached at start: uploads and downloads will fail until it can", e);
            }
        });
    }

    private void make(S3Client client) {
        try {
            var unused = client.headBucket(head -> head.bucket(settings.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() != MISSING) {
                throw e;
            }
            var unused = client.createBucket(create -> create.bucket(settings.bucket()));
        }
    }

    private void allowOrigins(S3Client client) {
        if (settings.allowedOrigins().isEmpty()) {
            return;
        }
        CORSRule rule = CORSRule.builder()
                .allowedOrigins(settings.allowedOrigins())
                .allowedMethods("GET", "HEAD", "PUT")
                .allowedHeaders("*")
                .exposeHeaders(List.of("ETag", "Content-Length", "Content-Range", "Content-Disposition"))
                .maxAgeSeconds(PREFLIGHT_KEPT_SECONDS)
                .build();
        try {
            var unused = client.putBucketCors(cors -> cors.bucket(settings.bucket())
                    .corsConfiguration(
                            CORSConfiguration.builder().corsRules(rule).build()));
        } catch (SdkException e) {
            log.info("The object store doesn't let its CORS rules be set here; set them there: {}", e.getMessage());
        }
    }
}
