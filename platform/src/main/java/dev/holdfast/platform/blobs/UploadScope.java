package dev.holdfast.platform.blobs;

import dev.holdfast.platform.db.Tx;
import java.util.Set;

/** What uploads are for: an app declares a bean for each thing of its own that takes files. */
public interface UploadScope {

    /** The {@code scope} of requests, e.g. {@code "attachment"}; at most 40 characters. */
    String name();

    /** Fields of the request that are this scope's own; all of them ids, all of them required. */
    Set<String> fields();

    /**
     * Says whose upload it will be. Throws FORBIDDEN, NOT_FOUND or INVALID when the actor may not. Asked when the address is
     * signed and again when the upload is completed: rights may have gone in between.
     */
    BlobOwner authorise(Tx tx, UploadRequest request);

    /** Attaches a blob that has just been stored, in the transaction that makes it so; exactly once for each. */
    void attach(Tx tx, Blob blob);

    /** What completing an upload answers: the JSON of what the blob was attached to. Asked again when it is repeated. */
    Object answer(Tx tx, Blob blob);
}
