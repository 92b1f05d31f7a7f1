package dev.holdfast.platform.blobs.objects;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects that come in parts, as S3 has them. Like {@link ObjectStore}, whose errors these are too: call nothing but the signing inside a transaction. */
@Component
public final class MultipartUploads {
    /** More parts than an answer of the store lists at once are never asked for. */
    public static final int PARTS_MAX = 1000;

    private static final int MISSING = 404;

    private final ObjectStore objects;
    private final BlobSettings settings;

    MultipartUploads(ObjectStore objects, BlobSettings settings) {
        this.objects = objects;
        this.settings = settings;
    }

    /**
     * A part that the store has.
     *
     * @param tag what the store calls its content by
     */
    public record Received(int number, long sizeBytes, String tag) {}

    /** Begins an object of this type; its name for the store. */
    public String begin(String key, String contentType) {
        return ObjectStore.asked(() -> objects.client()
                .createMultipartUpload(
                        create -> create.bucket(settings.bucket()).key(key).contentType(contentType))
                .uploadId());
    }

    /** Signs a PUT of one part of exactly this size. Parts are numbered from 1. */
    public URI sign(String key, String upload, int number, long sizeBytes) {
        return URI.create(objects.presigner()
                .presignUploadPart(presign -> presign.signatureDuration(settings.presignTtl())
                        .uploadPartRequest(part -> part.bucket(settings.bucket())
                                .key(key)
                                .uploadId(upload)
                                .partNumber(number)
                                .contentLength(sizeBytes)))
                .url()
                .toString());
    }

    /** The parts that are there, by number. Of an upload that the store doesn't know (any more) there are none. */
    public Map<Integer, Received> received(String key, String upload) {
        return ObjectStore.asked(() -> {
            try {
                ListPartsResponse answer = objects.client()
                        .listParts(list -> list.bucket(settings.bucket())
                                .key(key)
                                .uploadId(upload)
                                .maxParts(PARTS_MAX));
                return answer.parts().stream()
                        .map(MultipartUploads::received)
                        .collect(Collectors.toMap(Received::number, part -> part));
            } catch (S3Exception e) {
                if (e.statusCode() == MISSING) {
                    return Map.of();
                }
                throw e;
            }
        });
    }

    /** Whether the store knows an upload: neither joined nor given up. */
    public boolean open(String key, String upload) {
        return ObjectStore.asked(() ->
                objects
                        .client()
                        .listMultipartUploads(
                                list -> list.bucket(settings.bucket()).prefix(key))
                        .uploads()
                        .stream()
                        .anyMatch(open -> open.uploadId().equals(upload)));
    }

    /** Makes the object of its parts, in the order of their numbers. */
    public void join(String key, String upload, Map<Integer, Received> parts) {
        var unused = ObjectStore.asked(() -> objects.client()
                .completeMultipartUpload(complete -> complete.bucket(settings.bucket())
                        .key(key)
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(parts.values().stream()
                                .sorted(Comparator.comparingInt(Received::number))
                                .map(part -> CompletedPart.builder()
                                        .partNumber(part.number())
                                        .eTag(part.tag())
                                        .build())
                                .toList()))));
    }

    /** Gives up an upload; its parts go. */
    public void abort(String key, String upload) {
        var unused = ObjectStore.asked(() -> objects.client()
                .abortMultipartUpload(
                        abort -> abort.bucket(settings.bucket()).key(key).uploadId(upload)));
    }

    /** Gives up the uploads that began before a time. */
    public int abortBefore(Instant before) {
        return ObjectStore.asked(() -> {
            int aborted = 0;
            for (MultipartUpload upload : objects.client()
                    .listMultipartUploads(list -> list.bucket(settings.bucket()))
                    .uploads()) {
                if (upload.initiated() != null && upload.initiated().isBefore(before)) {
                    abort(upload.key(), upload.uploadId());
                    aborted++;
                }
            }
            return aborted;
        });
    }

    private static Received received(Part part) {
        return new Received(part.partNumber(), part.size(), part.eTag());
    }
}
