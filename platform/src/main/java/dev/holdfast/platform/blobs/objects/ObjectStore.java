package dev.holdfast.platform.blobs.objects;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/**
 * The bucket. Every method but the signing ones goes over the network: call none inside a transaction. A store that isn't
 * there, refuses or breaks off is 503 UNAVAILABLE.
 */
@Component
public final class ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(ObjectStore.class);
    private static final String PRIVATE = "private, max-age=300";
    private static final int MISSING = 404;

    private final BlobSettings settings;
    private final ObjectProvider<S3Client> clients;
    private final ObjectProvider<S3Presigner> presigners;
    private final ObjectProvider<Durability> durability;

    ObjectStore(
            BlobSettings settings,
            ObjectProvider<S3Client> clients,
            ObjectProvider<S3Presigner> presigners,
            ObjectProvider<Durability> durability) {
        this.settings = settings;
        this.clients = clients;
        this.presigners = presigners;
        this.durability = durability;
    }

    /**
     * A signed address to PUT to.
     *
     * @param headers what must be sent with the bytes, as signed
     */
    public record SignedPut(URI url, Map<String, String> headers) {}

    /** Signs a PUT of these bytes' type and, if known, exact length. */
    public SignedPut signPut(String key, String contentType, @Nullable Long sizeBytes) {
        PresignedPutObjectRequest signed = presigner()
                .presignPutObject(presign -> presign.signatureDuration(settings.presignTtl())
                        .putObjectRequest(put -> put.bucket(settings.bucket())
                                .key(key)
                                .contentType(contentType)
                                .contentLength(sizeBytes)));
        // The length is signed too, but no client sets that header by hand: it follows from the body.
        return new SignedPut(URI.create(signed.url().toString()), Map.of("Content-Type", contentType));
    }

    /** Signs a GET that answers with this name and type, and lets no shared cache keep it. */
    public URI signGet(String key, String fileName, String contentType) {
        return URI.create(presigner()
                .presignGetObject(presign -> presign.signatureDuration(settings.presignTtl())
                        .getObjectRequest(get -> get.bucket(settings.bucket())
                                .key(key)
                                .responseContentType(contentType)
                                .responseContentDisposition(Disposition.of(fileName, contentType))
                                .responseCacheControl(PRIVATE)))
                .url()
                .toString());
    }

    /** What is there under a key; empty when nothing is. */
    public Optional<StoredObject> head(String key) {
        return asked(() -> {
            try {
                HeadObjectResponse head =
                        client().headObject(h -> h.bucket(settings.bucket()).key(key));
                return Optional.of(
                        new StoredObject(key, head.contentLength(), type(head.contentType()), head.lastModified()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (S3Exception e) {
                if (e.statusCode() == MISSING) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** The bytes under a key. The caller closes the stream. Throws NOT_FOUND. */
    public InputStream open(String key) {
        return asked(() -> {
            try {
                return client().getObject(get -> get.bucket(settings.bucket()).key(key));
            } catch (NoSuchKeyException e) {
                throw Problem.notFound("object");
            }
        });
    }

    /** Copies within the bucket; false when nothing is there to copy. */
    public boolean copy(String from, String to, String contentType) {
        return asked(() -> {
            try {
                var unused = client().copyObject(copy -> copy.sourceBucket(settings.bucket())
                        .sourceKey(from)
                        .destinationBucket(settings.bucket())
                        .destinationKey(to)
                        .metadataDirective(MetadataDirective.REPLACE)
                        .contentType(contentType)
                        .cacheControl(PRIVATE));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == MISSING) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Writes a file's bytes. */
    public void put(String key, Path file, String contentType) {
        var unused = asked(() -> client().putObject(
                        put -> put.bucket(settings.bucket())
                                .key(key)
                                .contentType(contentType)
                                .cacheControl(PRIVATE),
                        RequestBody.fromFile(file)));
    }

    /** Returns when the object survives a power cut. */
    public void persist(String key) {
        durability.ifAvailable(d -> d.persist(settings.bucket(), key));
    }

    /** Removes what cut-off uploads left where no listing shows it; a store of somebody else's does that by itself. */
    public void sweep() {
        durability.ifAvailable(Durability::sweep);
    }

    /** Removes what is under a key; nothing there is no error. */
    public void delete(String key) {
        var unused = asked(() ->
                client().deleteObject(delete -> delete.bucket(settings.bucket()).key(key)));
    }

    /** Hands over, page by page of at most 1,000, what keys begin with a prefix. */
    public void list(String prefix, Consumer<Map<String, Instant>> page) {
        var pages = asked(() -> client().listObjectsV2Paginator(
                        list -> list.bucket(settings.bucket()).prefix(prefix)));
        asked(() -> {
            pages.forEach(answer -> page.accept(
                    answer.contents().stream().collect(Collectors.toMap(S3Object::key, S3Object::lastModified))));
            return true;
        });
    }

    S3Client client() {
        return clients.getIfAvailable(() -> {
            throw absent();
        });
    }

    S3Presigner presigner() {
        return presigners.getIfAvailable(() -> {
            throw absent();
        });
    }

    static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            log.warn("The object store failed", e);
            throw new Problem(Code.UNAVAILABLE, "The object store can't be reached just now. Try again shortly.");
        }
    }

    private static Problem absent() {
        return new Problem(Code.UNAVAILABLE, "No object store is configured here (holdfast.blobs.bucket).");
    }

    private static String type(@Nullable String contentType) {
        return contentType == null ? "application/octet-stream" : contentType;
    }
}
