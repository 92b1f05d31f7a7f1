package dev.holdfast.platform.blobs.objects;

import dev.holdfast.platform.http.PageSource;
import dev.holdfast.platform.http.state.ReadyPart;
import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Wires the clients of the store, where the settings name one. */
@Configuration(proxyBeanMethods = false)
@Conditional(ObjectClients.Configured.class)
class ObjectClients {
    private static final Duration READY_WAIT_MAX = Duration.ofSeconds(3);

    static final class Configured implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("holdfast.blobs.bucket", "")
                    .isEmpty();
        }
    }

    @Bean(destroyMethod = "close")
    S3Client objectClient(BlobSettings settings) {
        return StoreClient.of(settings);
    }

    @Bean(destroyMethod = "close")
    S3Presigner objectPresigner(BlobSettings settings, S3Client client) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(StoreClient.credentials(settings))
                .s3Client(client)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        if (!settings.clients().isEmpty()) {
            builder.endpointOverride(URI.create(settings.clients()));
        }
        return builder.build();
    }

    /** Our own pages upload to the store and show pictures from it. */
    @Bean
    PageSource objectPages(BlobSettings settings) {
        if (settings.clients().isEmpty()) {
            String host = "s3." + settings.region() + ".amazonaws.com";
            return new PageSource("https://" + (settings.pathStyle() ? host : settings.bucket() + "." + host));
        }
        URI store = URI.create(settings.clients());
        String host = settings.pathStyle() ? store.getHost() : settings.bucket() + "." + store.getHost();
        return new PageSource(store.getScheme() + "://" + host + (store.getPort() < 0 ? "" : ":" + store.getPort()));
    }

    /** Without the store no upload is taken and no download given. */
    @Bean
    ReadyPart objectsReady(BlobSettings settings, S3Client client) {
        return ReadyPart.of("objects", () -> {
            var unused = client.headBucket(head ->
                    head.bucket(settings.bucket()).overrideConfiguration(call -> call.apiCallTimeout(READY_WAIT_MAX)));
        });
    }
}
