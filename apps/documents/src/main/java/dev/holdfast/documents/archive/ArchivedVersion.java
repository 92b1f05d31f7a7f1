package dev.holdfast.documents.archive;

import java.time.Instant;
import java.util.UUID;

/**
 * A version of a document, its content under {@code .holdfast/versions/<etag>}.
 *
 * @param kind {@code snapshot} or {@code automatic}
 * @param title the document's title at that time
 */
public record ArchivedVersion(UUID id, String kind, String title, Instant createdAt, String etag) {

    /** Throws IllegalArgumentException naming the field that is missing or wrong. */
    public ArchivedVersion {
        Fields.present("version", "id", id);
        Fields.present("version", "createdAt", createdAt);
        Fields.oneOf("version", "kind", kind, "snapshot", "automatic");
        Fields.title("version", title);
        Fields.hash("version", "etag", etag);
    }

    static String file(String etag) {
        return ".holdfast/versions/" + etag;
    }
}
