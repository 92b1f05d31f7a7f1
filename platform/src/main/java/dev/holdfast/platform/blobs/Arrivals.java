package dev.holdfast.platform.blobs;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import dev.holdfast.platform.blobs.objects.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Bytes that clients have sent: takes them to a key of our own and reads them there. No transaction may be open. */
@Component
final class Arrivals {
    static final Actor SYSTEM = Actor.system("blobs");
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
    private static final int BUFFER_BYTES = 65_536;

    private final ObjectStore objects;
    private final BlobSettings settings;

    Arrivals(ObjectStore objects, BlobSettings settings) {
        this.objects = objects;
        this.settings = settings;
    }

    /** Bytes that aren't what was declared: the upload is over. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Refused(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    /**
     * What was found out about bytes by reading them.
     *
     * @param sha256 in lower-case hex
     */
    record Checked(String contentType, long sizeBytes, String sha256) {}

    static String incoming(UUID id) {
        return "incoming/" + id;
    }

    static String keyOf(UUID id) {
        return "blobs/" + id;
    }

    BlobSettings settings() {
        return settings;
    }

    ObjectStore.SignedPut sign(UUID id, String contentType, @Nullable Long size) {
        return objects.signPut(incoming(id), contentType, size);
    }

    /**
     * Copies an upload's bytes to a key and reads them there, where nobody can change them while they are looked at. On
     * return the copy is durable. Throws CONFLICT when there are none, {@link Refused} when they aren't what was declared.
     */
    Checked take(Blob blob, String key) {
        StoredObject arrived = objects.head(incoming(blob.id())).orElseThrow(Arrivals::nothing);
        // A first look spares the copy; what counts is read from the copy below.
        requireSize(blob, arrived.sizeBytes());
        if (!ContentTypes.bare(arrived.contentType()).equals(ContentTypes.bare(blob.contentType()))) {
            throw refused(
                    "contentType", "was declared as " + blob.contentType() + " and sent as " + arrived.contentType());
        }
        if (!objects.copy(incoming(blob.id()), key, blob.contentType())) {
            throw nothing();
        }
        Checked checked = read(blob, key);
        objects.persist(key);
        return checked;
    }

    /** Removes what has arrived for an upload that is over; what can't be removed now is left to the collector. */
    void clear(UUID id) {
        drop(incoming(id));
    }

    /** Removes an object that nothing names any more; what can't be removed now is left to the collector. */
    void drop(String key) {
        try {
            objects.delete(key);
        } catch (Problem e) {
            log.warn("{} is left to the collector", key, e);
        }
    }

    private Checked read(Blob blob, String key) {
        long size = 0;
        byte[] head = new byte[ContentTypes.HEAD_BYTES];
        MessageDigest sha = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = objects.open(key)) {
            int headBytes = bytes.readNBytes(head, 0, head.length);
            head = Arrays.copyOf(head, headBytes);
            sha.update(head);
            size = headBytes;
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                sha.update(buffer, 0, n);
                size += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requireSize(blob, size);
        String sniffed = ContentTypes.sniff(head);
        if (size > 0 && !ContentTypes.agree(blob.contentType(), sniffed)) {
            throw refused("contentType", "was declared as " + blob.contentType() + ", but the content is " + sniffed);
        }
        return new Checked(blob.contentType(), size, HexFormat.of().formatHex(sha.digest()));
    }

    private void requireSize(Blob blob, long size) {
        Long declared = blob.declaredBytes();
        if (declared != null && declared != size) {
            throw refused("sizeBytes", "was declared as " + declared + ", but " + size + " bytes were sent");
        }
        long most = declared == null
                ? Math.min(Uploads.UNSIZED_BYTES_MAX, settings.maxUploadBytes())
                : settings.maxUploadBytes();
        if (size > most) {
            throw new Refused(new Problem(
                    Code.TOO_LARGE,
                    "The upload has " + size + " bytes, without a declared size at most " + most + "."));
        }
    }

    private static Refused refused(String field, String why) {
        return new Refused(Problem.invalid(field, why));
    }

    private static Problem nothing() {
        return new Problem(Code.CONFLICT, "No bytes have been sent to the upload's address yet.");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
